// Asks through Google's own library for Go, as Debian packages it. ask.go ADDRESS TEXT
package main

import (
	"context"
	"fmt"
	"os"

	commentanalyzer "google.golang.org/api/commentanalyzer/v1alpha1"
	"google.golang.org/api/option"
)

func main() {
	address, text := os.Args[1], os.Args[2]
	service, err := commentanalyzer.NewService(
		context.Background(), option.WithAPIKey("any"), option.WithEndpoint(address+"/"))
	if err != nil {
		panic(err)
	}
	answer, err := service.Comments.Analyze(&commentanalyzer.AnalyzeCommentRequest{
		Comment:             &commentanalyzer.TextEntry{Text: text},
		RequestedAttributes: map[string]commentanalyzer.AttributeParameters{"TOXICITY": {}},
		SpanAnnotations:     true,
	}).Do()
	if err != nil {
		panic(err)
	}
	fmt.Print(answer.AttributeScores["TOXICITY"].SummaryScore.Value)
}
