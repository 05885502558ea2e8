package io.vectra.jdbc.shell.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a text file in UTF-8, perhaps gzipped: {@code .csv} (RFC 4180) and {@code .tsv} (no
 * quotes) with the names of columns in the first line, {@code .jsonl} with an object a line whose
 * first gives the names. An empty field without quotes is NULL.
 */
public final class RowFile implements AutoCloseable {
  private static final int LONGEST_LINE = 16 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final Format format;
  private final Counting counting;
  private final BufferedReader reader;
  private final List<String> columns;
  private final long bytes;
  private @Nullable JsonNode firstObject;
  private long line;

  /** How a line is read. */
  private enum Format {
    CSV,
    TSV,
    JSONL
  }

  private RowFile(Path path, Format format, boolean gzipped) throws IOException {
    this.path = path;
    this.format = format;
    this.bytes = Files.size(path);
    this.counting = new Counting(Files.newInputStream(path));
    InputStream in = gzipped ? new GZIPInputStream(counting) : counting;
    this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.columns = readColumns();
  }

  /** Opens a file by its ending. */
  public static RowFile open(Path path) throws IOException {
    String name = path.getFileName().toString();
    boolean gzipped = name.endsWith(".gz");
    String plain = gzipped ? name.substring(0, name.length() - 3) : name;
    if (!Files.isRegularFile(path)) {
      throw new IOException("File " + path + " does not exist.");
    }
    if (plain.endsWith(".csv")) {
      return new RowFile(path, Format.CSV, gzipped);
    }
    if (plain.endsWith(".tsv")) {
      return new RowFile(path, Format.TSV, gzipped);
    }
    if (plain.endsWith(".jsonl")) {
      return new RowFile(path, Format.JSONL, gzipped);
    }
    throw new IOException(
        path + " is no file of rows: its name ends in none of .csv, .tsv and .jsonl.");
  }

  /** Names of the columns. */
  public List<String> columns() {
    return columns;
  }

  /** The line that the last row ends in, counted from 1. */
  public long line() {
    return line;
  }

  /** Bytes of the file. */
  public long bytes() {
    return bytes;
  }

  /** Bytes read so far. */
  public long bytesRead() {
    return counting.count;
  }

  /** The next row, a value for each column; null at the end. */
  public @Nullable List<@Nullable Object> next() throws IOException {
    if (format == Format.JSONL) {
      JsonNode object = firstObject != null ? firstObject : object();
      firstObject = null;
      return object == null ? null : values(object);
    }
    List<@Nullable String> fields = fields();
    if (fields == null) {
      return null;
    }
    if (fields.size() != columns.size()) {
      throw failed("has " + fields.size() + " fields, expected " + columns.size());
    }
    return new ArrayList<>(fields);
  }

  private List<String> readColumns() throws IOException {
    List<String> names = new ArrayList<>();
    if (format == Format.JSONL) {
      firstObject = object();
      if (firstObject != null) {
        firstObject.fieldNames().forEachRemaining(names::add);
      }
    } else {
      List<@Nullable String> header = fields();
      if (header != null) {
        header.forEach(name -> names.add(name == null ? "" : name));
      }
    }
    if (names.isEmpty() || names.contains("")) {
      throw failed("must name every column");
    }
    return names;
  }

  private @Nullable JsonNode object() throws IOException {
    String text = readLine();
    if (text == null) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new IOException(
          path + " line " + line + " is not JSON: " + e.getOriginalMessage() + ".", e);
    }
    throw failed("is not a JSON object");
  }

  private List<@Nullable Object> values(JsonNode object) throws IOException {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!columns.contains(name)) {
        throw failed("has the field " + name + ", which the first line has not");
      }
    }
    List<@Nullable Object> row = new ArrayList<>();
    for (String column : columns) {
      JsonNode value = object.get(column);
      if (value == null || value.isNull()) {
        row.add(null);
      } else if (value.isNumber()) {
        row.add(value.decimalValue());
      } else if (value.isBoolean()) {
        row.add(value.booleanValue());
      } else {
        row.add(value.isTextual() ? value.textValue() : value.toString());
      }
    }
    return row;
  }

  private @Nullable List<@Nullable String> fields() throws IOException {
    String text = readLine();
    if (text == null) {
      return null;
    }
    List<@Nullable String> fields = new ArrayList<>();
    if (format == Format.TSV) {
      for (String field : text.split("\t", -1)) {
        fields.add(field.isEmpty() ? null : field);
      }
      return fields;
    }
    return csv(text, fields);
  }

  private List<@Nullable String> csv(String first, List<@Nullable String> fields)
      throws IOException {
    StringBuilder field = new StringBuilder();
    String text = first;
    boolean quoted = false;
    boolean wasQuoted = false;
    int i = 0;
    while (true) {
      if (i == text.length()) {
        if (!quoted) {
          fields.add(field.isEmpty() && !wasQuoted ? null : field.toString());
          return fields;
        }
        String more = readLine();
        if (more == null || field.length() > LONGEST_LINE) {
          throw failed("ends inside of quotes");
        }
        field.append('\n');
        text = more;
        i = 0;
        continue;
      }
      char c = text.charAt(i++);
      if (quoted && c == '"' && i < text.length() && text.charAt(i) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
        wasQuoted = true;
      } else if (c == ',' && !quoted) {
        fields.add(field.isEmpty() && !wasQuoted ? null : field.toString());
        field.setLength(0);
        wasQuoted = false;
      } else {
        field.append(c);
      }
    }
  }

  private @Nullable String readLine() throws IOException {
    String text = reader.readLine();
    line++;
    if (text != null && text.length() > LONGEST_LINE) {
      throw failed("is longer than " + LONGEST_LINE + " characters");
    }
    return text;
  }

  private IOException failed(String what) {
    return new IOException(path + " line " + line + " " + what + ".");
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Counts the bytes that are read. */
  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int read = super.read(target, from, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
