package io.vectra.engine.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One file of a database that is not what it was. */
record Damage(String name, String how, StoredFiles files) {
  private static final int SECTOR = 512;

  /**
   * Every kind of damage to every file: removed, replaced by what it was earlier, cut, grown,
   * sectors zeroed and swapped, single bits flipped.
   *
   * @param flipStep bytes from one flipped bit to the next
   */
  static List<Damage> sample(SmallDatabase database, int flipStep) {
    StoredFiles intact = database.files();
    List<Damage> damages = new ArrayList<>();
    for (String name : intact.names()) {
      byte[] bytes = intact.bytes(name);
      damages.add(new Damage(name, "removed", intact.with(name, null)));
      for (byte[] older : database.olderVersions(name)) {
        damages.add(new Damage(name, "older", intact.with(name, older)));
      }
      for (int length : new int[] {0, 1, 63, 64, bytes.length / 2, bytes.length - 1}) {
        damages.add(
            new Damage(name, "cut to " + length, intact.with(name, Arrays.copyOf(bytes, length))));
      }
      damages.add(
          new Damage(name, "grown", intact.with(name, Arrays.copyOf(bytes, bytes.length + 1))));
      addSectors(damages, intact, name);
      for (long bit = 0; bit < bytes.length * 8L; bit += flipStep * 8L + 1) {
        byte[] flipped = bytes.clone();
        flipped[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
        damages.add(new Damage(name, "bit " + bit + " flipped", intact.with(name, flipped)));
      }
    }
    damages.removeIf(damage -> damage.files().sameAs(intact));
    return damages;
  }

  private static void addSectors(List<Damage> damages, StoredFiles intact, String name) {
    byte[] bytes = intact.bytes(name);
    int step = Math.max(1, bytes.length / SECTOR / 8) * SECTOR;
    for (int at = 0; at + SECTOR <= bytes.length; at += step) {
      byte[] zeroed = bytes.clone();
      Arrays.fill(zeroed, at, at + SECTOR, (byte) 0);
      damages.add(new Damage(name, "zeroed at " + at, intact.with(name, zeroed)));
      int other = (at + 3 * SECTOR) % (bytes.length - SECTOR + 1) / SECTOR * SECTOR;
      byte[] swapped = bytes.clone();
      System.arraycopy(bytes, at, swapped, other, SECTOR);
      System.arraycopy(bytes, other, swapped, at, SECTOR);
      damages.add(new Damage(name, "swapped " + at + " and " + other, intact.with(name, swapped)));
    }
  }

  boolean isLog() {
    return name.startsWith("wal-");
  }

  boolean isSegment() {
    return name.contains("/segment-");
  }

  boolean isTombstones() {
    return name.contains("/tombstones-");
  }

  boolean isGraph() {
    return name.contains("/index-");
  }

  @Override
  public String toString() {
    return name + " " + how;
  }
}
