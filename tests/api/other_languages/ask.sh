#!/bin/sh
# Asks as a shell does, with the body's kind not named and the score picked out of the lines.
curl -s --compressed -d "{comment: {text: '$2'}, requestedAttributes: {TOXICITY: {}}}" \
  "$1/v1alpha1/comments:analyze/?key=any" |
  sed -n 's/^ *"value": \([0-9.]*\),*$/\1/p' | head -n 1 | tr -d '\n'
