"""What people say the labels are: sets, blind answers, agreement, files in and out."""
