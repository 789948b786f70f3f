// Asks through Google's own library for Java, which packs its bodies. Ask.java ADDRESS TEXT
import com.google.api.client.googleapis.services.json.AbstractGoogleJsonClient;
import com.google.api.client.googleapis.services.json.AbstractGoogleJsonClientRequest;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import java.util.Map;

public class Ask {
  static class Client extends AbstractGoogleJsonClient {
    Client(Builder builder) {
      super(builder);
    }

    static class Builder extends AbstractGoogleJsonClient.Builder {
      Builder(String address) {
        super(new NetHttpTransport(), GsonFactory.getDefaultInstance(), address, "", null, false);
      }

      @Override
      public Client build() {
        return new Client(this);
      }
    }
  }

  static class Analyze extends AbstractGoogleJsonClientRequest<GenericJson> {
    Analyze(Client client, GenericJson comment) {
      super(client, "POST", "v1alpha1/comments:analyze", comment, GenericJson.class);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Client.Builder builder = new Client.Builder(arguments[0] + "/");
    builder.setApplicationName("a site");
    GenericJson body = new GenericJson();
    body.put("comment", Map.of("text", arguments[1]));
    body.put("requestedAttributes", Map.of("TOXICITY", Map.of()));
    Analyze request = new Analyze(builder.build(), body);
    request.set("key", "any");
    Map<?, ?> answer = request.execute();
    for (String name : new String[] {"attributeScores", "TOXICITY", "summaryScore"}) {
      answer = (Map<?, ?>) answer.get(name);
    }
    System.out.print(answer.get("value"));
  }
}
