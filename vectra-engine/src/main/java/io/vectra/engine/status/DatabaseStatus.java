package io.vectra.engine.status;

import io.vectra.engine.catalog.Catalog;
import java.util.List;

/**
 * A database at one moment, with everything committed by then.
 *
 * @param lsn of the newest commit that is visible
 * @param catalog as it was then
 * @param tables every table of the catalog, by id
 * @param matchCacheBytes bytes in which it is kept which rows match predicates, partly by guess
 */
public record DatabaseStatus(
    long lsn, Catalog catalog, List<TableStatus> tables, long matchCacheBytes) {
  public DatabaseStatus {
    tables = List.copyOf(tables);
  }
}
