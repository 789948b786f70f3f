"""From a comment to a prepared comment: clean copy, whose words, sentences, language."""
