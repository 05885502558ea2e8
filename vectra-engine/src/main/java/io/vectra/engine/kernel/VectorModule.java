package io.vectra.engine.kernel;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Finds the loops that use {@code jdk.incubator.vector}, where this JVM can run them. */
public final class VectorModule {
  /** The module's name. */
  public static final String NAME = "jdk.incubator.vector";

  /** The last JDK whose vectors read byte buffers; later ones read memory segments. */
  private static final int LAST_WITH_BUFFERS = 18;

  private static final AtomicBoolean TOLD = new AtomicBoolean();
  private static final System.Logger LOGGER = System.getLogger(VectorModule.class.getName());

  private VectorModule() {}

  /** Whether this JVM was started with the module. */
  public static boolean isPresent() {
    return ModuleLayer.boot().findModule(NAME).isPresent();
  }

  /** Logs, once, what it costs that the module is missing, and what brings it. */
  public static void tellIfMissing() {
    if (!isPresent() && TOLD.compareAndSet(false, true)) {
      LOGGER.log(
          Level.INFO,
          "Distances between vectors are computed in plain Java, which is several times slower: start"
              + " the JVM with --add-modules {0} to use vector instructions.",
          NAME);
    }
  }

  static boolean readsBuffers() {
    return isPresent() && Runtime.version().feature() <= LAST_WITH_BUFFERS;
  }

  /** An instance of one of this package's classes, or null where it is not built or cannot run. */
  static <T> @Nullable T find(Class<T> type, String simpleName) {
    String name = VectorModule.class.getPackageName() + "." + simpleName;
    try {
      return type.cast(Class.forName(name).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError e) {
      LOGGER.log(Level.INFO, "{0} cannot be used here, plain Java is: {1}", name, e);
      return null;
    }
  }
}
