// Reads RDF with Apache Jena and writes what it read: java Jena.java (FORMAT IN OUT)…

import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWriter;

public class Jena {
	public static void main(String[] files) {
		boolean failed = false;
		for (int at = 0; at < files.length; at += 3) {
			try (OutputStream out = new FileOutputStream(files[at + 2])) {
				StreamRDF writer = StreamRDFWriter.getWriterStream(out, Lang.NQUADS);
				Lang lang = RDFLanguages.fileExtToLang(files[at]);
				// Debian has no provider of the JSON that Jena's reader of JSON-LD 1.1 asks for.
				lang = lang == Lang.JSONLD ? Lang.JSONLD10 : lang;
				RDFParser.create().source(Path.of(files[at + 1])).forceLang(lang).parse(writer);
			} catch (Exception error) {
				error.printStackTrace();
				new File(files[at + 2]).delete();
				failed = true;
			}
		}
		System.exit(failed ? 1 : 0);
	}
}
