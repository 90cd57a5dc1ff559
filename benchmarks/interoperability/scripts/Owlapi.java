// Reads ontologies with the OWL API and writes what it took them for: java Owlapi.java (FORMAT IN OUT)…
// What comes out is N-Triples, by the library's own mapping of axioms to RDF.

import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.NTriplesDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;

public class Owlapi {
	public static void main(String[] files) {
		boolean failed = false;
		for (int at = 0; at < files.length; at += 3) {
			try (OutputStream out = new FileOutputStream(files[at + 2])) {
				OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
				OWLOntology ontology = manager.loadOntologyFromOntologyDocument(new File(files[at + 1]));
				manager.saveOntology(ontology, new NTriplesDocumentFormat(), out);
			} catch (Exception error) {
				error.printStackTrace();
				new File(files[at + 2]).delete();
				failed = true;
			}
		}
		System.exit(failed ? 1 : 0);
	}
}
