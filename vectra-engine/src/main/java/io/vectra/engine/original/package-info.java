/**
 * Reads the folders of the original, the TypeScript library {@code vectra} 0.1 to 0.15: {@code
 * index.json} or {@code index.pb} with ids, vectors and metadata, and files of single items beside
 * it. Nothing in such a folder is written here, and none of it is believed: names stay in the
 * folder, lengths and depths are bounded, and damage is refused with the file and the place.
 *
 * <p>{@link io.vectra.engine.original.OriginalIndex} is the entrance; it gives one {@link
 * io.vectra.engine.original.OriginalItem} after the other, so that an index may be larger than
 * memory.
 */
@NullMarked
package io.vectra.engine.original;

import org.jspecify.annotations.NullMarked;
