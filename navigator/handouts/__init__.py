"""What anybody may have sent to their own phone or mailbox: a link to a shortlist or to one listing."""
