from click.testing import CliRunner

from messaging.replies.commands import replies


class TestWords:
    def test_says_which_languages_wait_for_a_reader(self) -> None:
        said = CliRunner().invoke(replies, ["words"]).output

        assert "bn: not read by anybody yet; whoever wrote it was quite sure" in said
        assert "so: not read by anybody yet; whoever wrote it was fairly sure" in said

    def test_prints_a_language_for_its_reader_with_the_english_of_what_means_danger(self) -> None:
        said = CliRunner().invoke(replies, ["words", "ro"]).output

        assert "danger: vreau să mor = I want to die" in said
        assert "cannot_come: nu pot veni" in said

    def test_says_what_there_is_when_there_is_no_such_language(self) -> None:
        result = CliRunner().invoke(replies, ["words", "xx"])

        assert result.exit_code == 1
        assert "there are ar, bn" in result.output
