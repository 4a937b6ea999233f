import java.io.FileInputStream;
import java.util.TreeSet;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.Profiles;

/** Asks veraPDF whether each file keeps to PDF/UA-1; prints a line a file: PASS or FAIL, the path, the rules it breaks. */
class VeraCheck {
    private static final int MOST_FINDINGS = 1000;

    public static void main(String[] paths) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        var rules = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/PDFUA-1.xml");
        var profile = Profiles.profileFromXml(rules);
        for (var path : paths) {
            try (var file = new FileInputStream(path);
                    var parser = Foundries.defaultInstance().createParser(file, PDFAFlavour.PDFUA_1);
                    var validator =
                            Foundries.defaultInstance().createValidator(profile, MOST_FINDINGS, false, false, false)) {
                var result = validator.validate(parser);
                var broken = new TreeSet<String>();
                for (var found : result.getTestAssertions()) {
                    if (found.getStatus() == TestAssertion.Status.FAILED) {
                        broken.add(found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber());
                    }
                }
                System.out.println((result.isCompliant() ? "PASS" : "FAIL") + "\t" + path + "\t" + broken);
            }
        }
    }
}
