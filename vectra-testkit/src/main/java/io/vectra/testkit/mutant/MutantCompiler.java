package io.vectra.testkit.mutant;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles changed sources of the engine against the engine, into memory. */
final class MutantCompiler {
  private final Path sources;
  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

  /**
   * A compiler.
   *
   * @param sources the directory with the engine's package {@code io}
   */
  MutantCompiler(Path sources) {
    this.sources = sources;
  }

  /** The class files of a mutant by class name. */
  Map<String, byte[]> compile(EngineMutant mutant) {
    Path file = sources.resolve("io/vectra/engine").resolve(mutant.file());
    try {
      return compile(file, mutant.applyTo(Files.readString(file)), mutant.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, byte[]> compile(Path file, String source, String id) throws IOException {
    StringWriter messages = new StringWriter();
    try (var memory = new Memory(compiler.getStandardFileManager(null, null, null))) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  memory,
                  null,
                  List.of("--release", "17", "-proc:none", "-nowarn", "-g", "-implicit:none"),
                  null,
                  List.of(new Source(file, source)))
              .call();
      if (!compiled) {
        throw new AssertionError("Mutant " + id + " does not compile:\n" + messages);
      }
      return memory.classes();
    }
  }

  /** A source that is no file. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(Path file, String text) {
      super(file.toUri(), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what the compiler writes. */
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

    Memory(JavaFileManager files) {
      super(files);
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new TreeMap<>();
      written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/')), kind) {
        @Override
        public OutputStream openOutputStream() {
          var bytes = new ByteArrayOutputStream();
          written.put(name, bytes);
          return bytes;
        }
      };
    }
  }
}
