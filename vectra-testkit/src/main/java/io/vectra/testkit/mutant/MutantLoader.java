package io.vectra.testkit.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** Loads the engine and the testkit once more, with some classes of the engine replaced. */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "io.vectra.";

  private final Map<String, byte[]> replaced;

  /**
   * A loader.
   *
   * @param replaced class files by class name
   */
  MutantLoader(Map<String, byte[]> replaced) {
    super(MutantLoader.class.getClassLoader());
    this.replaced = Map.copyOf(replaced);
  }

  /** Runs a check against the classes of this loader. */
  Verdict run(String check) {
    try {
      Class<?> checks = loadClass(Checks.class.getName());
      return (Verdict) checks.getMethod("run", String.class).invoke(null, check);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("check " + check + " could not run", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS) || name.equals(Verdict.class.getName())) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = replaced.containsKey(name) ? replaced.get(name) : original(name);
        loaded = defineClass(name, bytes, 0, bytes.length);
      }
      return loaded;
    }
  }

  private byte[] original(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
