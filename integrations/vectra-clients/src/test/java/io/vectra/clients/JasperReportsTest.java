package io.vectra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.parser.PdfTextExtractor;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import net.sf.jasperreports.engine.DefaultJasperReportsContext;
import net.sf.jasperreports.engine.JasperCompileManager;
import net.sf.jasperreports.engine.JasperExportManager;
import net.sf.jasperreports.engine.JasperFillManager;
import net.sf.jasperreports.engine.JasperPrint;
import net.sf.jasperreports.engine.JasperReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JasperReportsTest {
  @TempDir Path directory;

  @Test
  void report_overNearestRows_becomesAPdfOfThem() throws Exception {
    DefaultJasperReportsContext.getInstance()
        .setProperty(
            "net.sf.jasperreports.compiler.java",
            "net.sf.jasperreports.engine.design.JRJdk13Compiler");
    JasperReport report;
    try (InputStream design = JasperReportsTest.class.getResourceAsStream("books.jrxml")) {
      report = JasperCompileManager.compileReport(design);
    }
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("QUERY", "[0,1,0]");
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    try (Connection connection = Bookshop.in(directory).connect()) {
      JasperPrint filled = JasperFillManager.fillReport(report, parameters, connection);
      JasperExportManager.exportReportToPdfStream(filled, pdf);
    }
    String text = new PdfTextExtractor(new PdfReader(pdf.toByteArray())).getTextFromPage(1);
    assertThat(text.lines().filter(line -> !line.isBlank()).map(String::strip))
        .containsExactly("Hill 7.25 [0.0,1.0,0.0]", "Sea 10.50 [1.0,0.0,0.0]");
  }
}
