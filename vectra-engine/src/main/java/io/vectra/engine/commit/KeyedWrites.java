package io.vectra.engine.commit;

import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.query.RowKey;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one table in the order of their keys, of which a view is taken at once: nodes that a
 * view has seen are copied before they change, those on the way from the root to a key, and all
 * others are changed in place. Belongs to one transaction and its thread; a view may be read by
 * any.
 *
 * <p>The tree is a treap (Seidel and Aragon 1996): ordered by keys, and by random priorities from
 * the root downwards, so that its depth is logarithmic whatever the order of the keys.
 */
final class KeyedWrites extends AbstractMap<RowKey, Write> {
  private @Nullable Node root;
  private int size;
  private Object owner = new Object();
  private int priorities = 0x9E3779B9;
  private long copies;

  private static final class Node {
    private final RowKey key;
    private final int priority;

    /** Whose node it is: that map may change it in place. */
    private final Object owner;

    private Write write;
    private @Nullable Node left;
    private @Nullable Node right;

    Node(RowKey key, Write write, int priority, Object owner) {
      this.key = key;
      this.write = write;
      this.priority = priority;
      this.owner = owner;
    }
  }

  /** The writes as they are now, whatever is written later. */
  KeyedWrites view() {
    KeyedWrites view = new KeyedWrites();
    view.root = root;
    view.size = size;
    owner = new Object(); // no node is this map's alone any more
    return view;
  }

  /** Nodes that were copied since they were in a view. */
  long copies() {
    return copies;
  }

  @Override
  public @Nullable Write get(Object key) {
    Node node = root;
    while (node != null) {
      int order = ((RowKey) key).compareTo(node.key);
      if (order == 0) {
        return node.write;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public @Nullable Write put(RowKey key, Write write) {
    Write before = get(key);
    root = with(root, key, write);
    size += before == null ? 1 : 0;
    return before;
  }

  @Override
  public @Nullable Write remove(Object key) {
    Write before = get(key);
    if (before != null) {
      root = without(root, (RowKey) key);
      size--;
    }
    return before;
  }

  /** A subtree with a write; its root is this map's own. */
  private Node with(@Nullable Node node, RowKey key, Write write) {
    if (node == null) {
      return new Node(key, write, nextPriority(), owner);
    }
    Node own = owned(node);
    int order = key.compareTo(own.key);
    if (order == 0) {
      own.write = write;
      return own;
    }
    Node child = with(order < 0 ? own.left : own.right, key, write);
    if (order < 0) {
      own.left = child;
    } else {
      own.right = child;
    }
    return child.priority > own.priority ? rotated(own, child) : own;
  }

  /** Turns a child to the top. */
  private static Node rotated(Node parent, Node child) {
    if (parent.left == child) {
      parent.left = child.right;
      child.right = parent;
    } else {
      parent.right = child.left;
      child.left = parent;
    }
    return child;
  }

  private @Nullable Node without(@Nullable Node node, RowKey key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return joined(node.left, node.right);
    }
    Node own = owned(node);
    if (order < 0) {
      own.left = without(own.left, key);
    } else {
      own.right = without(own.right, key);
    }
    return own;
  }

  /** One tree of two, where all keys of the first are below those of the second. */
  private @Nullable Node joined(@Nullable Node low, @Nullable Node high) {
    if (low == null || high == null) {
      return low == null ? high : low;
    }
    if (low.priority > high.priority) {
      Node own = owned(low);
      own.right = joined(own.right, high);
      return own;
    }
    Node own = owned(high);
    own.left = joined(low, own.left);
    return own;
  }

  private Node owned(Node node) {
    if (node.owner == owner) {
      return node;
    }
    copies++;
    Node copy = new Node(node.key, node.write, node.priority, owner);
    copy.left = node.left;
    copy.right = node.right;
    return copy;
  }

  /** The same sequence in every transaction (Marsaglia's xorshift): keys do not depend on it. */
  private int nextPriority() {
    priorities ^= priorities << 13;
    priorities ^= priorities >>> 17;
    priorities ^= priorities << 5;
    return priorities;
  }

  @Override
  public Set<Map.Entry<RowKey, Write>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<RowKey, Write>> iterator() {
        return new Entries(root);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /** The writes in the order of their keys; must not be used once the map has changed. */
  private static final class Entries implements Iterator<Map.Entry<RowKey, Write>> {
    private final Deque<Node> path = new ArrayDeque<>();

    Entries(@Nullable Node root) {
      descend(root);
    }

    private void descend(@Nullable Node from) {
      for (Node node = from; node != null; node = node.left) {
        path.push(node);
      }
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public Map.Entry<RowKey, Write> next() {
      if (path.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node node = path.pop();
      descend(node.right);
      return Map.entry(node.key, node.write);
    }
  }
}
