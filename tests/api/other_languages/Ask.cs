// Asks as a program in C# does, with the framework's own HttpClient. Ask.exe ADDRESS TEXT
using System;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;

class Ask
{
    static void Main(string[] arguments)
    {
        string url = arguments[0] + "/v1alpha1/comments:analyze?key=any";
        string body = "{\"comment\":{\"text\":\"" + arguments[1] + "\"},\"languages\":[\"en\"],"
            + "\"requestedAttributes\":{\"TOXICITY\":{}}}";
        var client = new HttpClient();
        client.DefaultRequestHeaders.ExpectContinue = true;
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode })
        {
            var content = new StringContent(body, encoding, "application/json");
            var answer = client.PostAsync(url, content).Result.EnsureSuccessStatusCode();
            string text = answer.Content.ReadAsStringAsync().Result;
            string value = Regex.Match(text, "\"summaryScore\": {\\s+\"value\": ([0-9.]+)").Groups[1].Value;
            if (encoding == Encoding.Unicode) Console.Write(value);
            else if (value == "") throw new Exception("there is no score");
        }
    }
}
