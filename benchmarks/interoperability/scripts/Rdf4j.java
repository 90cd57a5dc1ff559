// Reads RDF with Eclipse RDF4J and writes what it read: java Rdf4j.java (FORMAT IN OUT)…

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.RDFParser;
import org.eclipse.rdf4j.rio.Rio;

public class Rdf4j {
	private static final Map<String, RDFFormat> FORMATS = Map.of(
		"ttl", RDFFormat.TURTLE,
		"nt", RDFFormat.NTRIPLES,
		"nq", RDFFormat.NQUADS,
		"trig", RDFFormat.TRIG,
		"rdf", RDFFormat.RDFXML,
		"jsonld", RDFFormat.JSONLD
	);

	public static void main(String[] files) {
		boolean failed = false;
		for (int at = 0; at < files.length; at += 3) {
			try (InputStream in = new FileInputStream(files[at + 1]);
					OutputStream out = new FileOutputStream(files[at + 2])) {
				RDFParser parser = Rio.createParser(FORMATS.get(files[at]));
				parser.setRDFHandler(Rio.createWriter(RDFFormat.NQUADS, out));
				parser.parse(in, "");
			} catch (Exception error) {
				error.printStackTrace();
				new File(files[at + 2]).delete();
				failed = true;
			}
		}
		System.exit(failed ? 1 : 0);
	}
}
