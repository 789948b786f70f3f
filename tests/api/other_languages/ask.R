# Asks as a script in R does, with httr and jsonlite: NULL is an empty object. ask.R ADDRESS TEXT
arguments <- commandArgs(trailingOnly = TRUE)
body <- list(
  comment = list(text = arguments[2]),
  requestedAttributes = list(TOXICITY = NULL),
  languages = "en"
)
answer <- httr::POST(
  paste0(arguments[1], "/v1alpha1/comments:analyze?key=any"),
  body = jsonlite::toJSON(body, auto_unbox = TRUE),
  httr::add_headers("Content-Type" = "application/json")
)
cat(httr::content(answer)$attributeScores$TOXICITY$summaryScore$value)
