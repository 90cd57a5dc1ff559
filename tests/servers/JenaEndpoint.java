import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.sparql.core.DynamicDatasets;
import org.apache.jena.sparql.core.DatasetDescription;

/** A SPARQL 1.1 endpoint of Jena's ARQ over one file of quads, on loopback: Debian ships no Fuseki. */
class JenaEndpoint {
    public static void main(String[] arguments) throws Exception {
        Dataset data = RDFDataMgr.loadDataset(arguments[1]);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
        server.createContext("/sparql", exchange -> answer(exchange, data));
        server.start();
    }

    static void answer(HttpExchange exchange, Dataset data) throws java.io.IOException {
        String form = exchange.getRequestURI().getRawQuery();
        if (exchange.getRequestMethod().equals("POST")) {
            form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int status = 200;
        try {
            exchange.getResponseHeaders().set("Content-Type", evaluate(form, data, body));
        } catch (Exception error) {
            status = 400;
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            body.reset();
            body.write(String.valueOf(error.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
        exchange.sendResponseHeaders(status, body.size());
        exchange.getResponseBody().write(body.toByteArray());
        exchange.close();
    }

    static String evaluate(String form, Dataset data, ByteArrayOutputStream body) {
        DatasetDescription graphs = new DatasetDescription();
        String text = "";
        for (String pair : form.split("&")) {
            String[] parts = pair.split("=", 2);
            String value = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
            switch (parts[0]) {
                case "query" -> text = value;
                case "default-graph-uri" -> graphs.addDefaultGraphURI(value);
                case "named-graph-uri" -> graphs.addNamedGraphURI(value);
            }
        }
        Query query = QueryFactory.create(text);
        Dataset chosen = graphs.isEmpty() ? data : DynamicDatasets.dynamicDataset(graphs, data, false);
        try (QueryExecution execution = QueryExecutionFactory.create(query, chosen)) {
            if (query.isConstructType()) {
                RDFDataMgr.write(body, execution.execConstruct(), RDFFormat.NTRIPLES);
                return "application/n-triples";
            }
            if (query.isAskType()) {
                ResultSetFormatter.outputAsJSON(body, execution.execAsk());
            } else {
                ResultSetFormatter.outputAsJSON(body, execution.execSelect());
            }
            return "application/sparql-results+json";
        }
    }
}
