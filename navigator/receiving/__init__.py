"""What a group or service does with the referrals that came to it: answers, asks, proposes, says who came."""
