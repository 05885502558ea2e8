package io.vectra.engine.search;

/**
 * A predicate made ready for the rows of one segment, a chunk of them at a time. Belongs to one
 * thread.
 */
interface ChunkTest {

  /**
   * Tests {@code count} rows, the first of which is {@code from}, a multiple of 64.
   *
   * @param wanted a bit for each row; where it is not set, the truth may be any
   */
  void test(int from, int count, long[] wanted, ChunkTruth truth);

  /** What a row costs: tests that cost less come first. */
  Cost cost();

  /** What a test has to read. */
  enum Cost {
    /** Numbers in arrays. */
    NUMBERS,
    /** Bytes of one length or another. */
    BYTES,
    /** Whole values as objects. */
    OBJECTS
  }
}
