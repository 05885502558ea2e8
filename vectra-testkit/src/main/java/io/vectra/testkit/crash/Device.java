package io.vectra.testkit.crash;

import io.vectra.testkit.storage.StorageCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a device may hold: what was synced for sure, and the writes and changes of names that no
 * sync covered yet, each of which may have been done or not, alone. Follows a trace call by call.
 */
final class Device {
  /** Versions of one place of a file that are kept apart: the oldest and the newest ones. */
  private static final int KEPT_VERSIONS = 3;

  private final TreeMap<String, Node> live = new TreeMap<>();
  private final TreeMap<String, Node> durableNames = new TreeMap<>();
  private final List<NameChange> pendingNames = new ArrayList<>();
  private final List<PendingWrite> pendingWrites = new ArrayList<>();

  /** A file or a directory, whatever its name is. */
  private static final class Node {
    private final boolean directory;
    private byte[] durable = new byte[0];
    private long length;

    Node(boolean directory) {
      this.directory = directory;
    }
  }

  /** A name that was given to a node, or taken away when it is null. */
  private record NameChange(String name, @Nullable Node node, @Nullable String formerName) {}

  /** A write that no sync covered. */
  private record PendingWrite(Node node, long position, byte[] bytes) {}

  /** How many writes no sync covered yet. */
  int pendingWrites() {
    return pendingWrites.size();
  }

  /** How many changes of names no sync of their directory covered yet. */
  int pendingNames() {
    return pendingNames.size();
  }

  /** Bytes of a pending write. */
  int pendingBytes(int write) {
    return pendingWrites.get(write).bytes().length;
  }

  /** Follows one call. */
  void apply(StorageCall call) {
    switch (call.kind()) {
      case CREATE_DIRECTORY -> name(call.file(), new Node(true), null);
      case CREATE -> name(call.file(), new Node(false), null);
      case WRITE -> write(node(call.file()), call.position(), call.bytes());
      case SYNC -> sync(node(call.file()));
      case RENAME -> {
        Node node = node(call.file());
        live.remove(call.file());
        name(call.target(), node, call.file());
      }
      case DELETE -> {
        live.remove(call.file());
        pendingNames.add(new NameChange(call.file(), null, null));
      }
      case SYNC_DIRECTORY -> syncNames(call.file());
      default -> throw new IllegalArgumentException("not a change: " + call);
    }
  }

  /**
   * One image.
   *
   * @param writes the fate of each pending write
   * @param names for each pending change of a name, whether it was done
   */
  CrashImage image(Fate[] writes, boolean[] names, Random random) {
    TreeMap<String, Node> entries = new TreeMap<>(durableNames);
    for (int i = 0; i < pendingNames.size(); i++) {
      if (names[i]) {
        apply(entries, pendingNames.get(i));
      }
    }
    TreeMap<String, byte @Nullable []> files = new TreeMap<>();
    for (Map.Entry<String, Node> entry : entries.entrySet()) {
      if (hasParent(entries, entry.getKey())) {
        Node node = entry.getValue();
        files.put(entry.getKey(), node.directory ? null : content(node, writes, random));
      }
    }
    return new CrashImage(files);
  }

  private byte[] content(Node node, Fate[] fates, Random random) {
    byte[] content = node.durable.clone();
    for (int i = 0; i < pendingWrites.size(); i++) {
      PendingWrite write = pendingWrites.get(i);
      if (write.node() == node) {
        content = written(content, write, fates[i], random);
      }
    }
    return content;
  }

  private static byte[] written(byte[] before, PendingWrite write, Fate fate, Random random) {
    if (fate.kind() == Fate.Kind.LOST) {
      return before;
    }
    byte[] bytes = write.bytes();
    int from = Math.toIntExact(write.position());
    byte[] after = Arrays.copyOf(before, Math.max(before.length, from + bytes.length));
    switch (fate.kind()) {
      case WHOLE -> System.arraycopy(bytes, 0, after, from, bytes.length);
      case TORN -> System.arraycopy(bytes, 0, after, from, fate.cut());
      case TORN_ZEROS, TORN_GARBAGE -> {
        byte[] rest = new byte[bytes.length];
        if (fate.kind() == Fate.Kind.TORN_GARBAGE) {
          random.nextBytes(rest);
        }
        System.arraycopy(bytes, 0, rest, 0, fate.cut());
        System.arraycopy(rest, 0, after, from, rest.length);
      }
      default -> {}
    }
    return after;
  }

  private static void apply(TreeMap<String, Node> entries, NameChange change) {
    if (change.formerName() != null) {
      entries.remove(change.formerName());
    }
    if (change.node() == null) {
      entries.remove(change.name());
    } else {
      entries.put(change.name(), change.node());
    }
  }

  private static boolean hasParent(TreeMap<String, Node> entries, String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 || entries.containsKey(name.substring(0, slash));
  }

  private void name(String name, Node node, @Nullable String formerName) {
    live.put(name, node);
    pendingNames.add(new NameChange(name, node, formerName));
  }

  private void write(Node node, long position, byte[] bytes) {
    pendingWrites.add(new PendingWrite(node, position, bytes));
    node.length = Math.max(node.length, position + bytes.length);
    int versions = 0;
    int second = -1;
    for (int i = 0; i < pendingWrites.size(); i++) {
      PendingWrite other = pendingWrites.get(i);
      if (other.node() == node
          && other.position() == position
          && other.bytes().length == bytes.length) {
        versions++;
        if (versions == 2) {
          second = i;
        }
      }
    }
    if (versions > KEPT_VERSIONS) {
      pendingWrites.remove(second);
    }
  }

  private void sync(Node node) {
    Fate[] all = new Fate[pendingWrites.size()];
    Arrays.fill(all, Fate.WHOLE);
    node.durable = content(node, all, new Random(0));
    pendingWrites.removeIf(write -> write.node() == node);
  }

  private void syncNames(String directory) {
    List<NameChange> left = new ArrayList<>();
    for (NameChange change : pendingNames) {
      if (directoryOf(change.name()).equals(directory)) {
        apply(durableNames, change);
      } else {
        left.add(change);
      }
    }
    pendingNames.clear();
    pendingNames.addAll(left);
  }

  private static String directoryOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private Node node(String name) {
    Node node = live.get(name);
    if (node == null) {
      throw new IllegalStateException("the trace uses " + name + ", which does not exist");
    }
    return node;
  }
}
