package io.vectra.calcite.prepare;

import com.google.common.collect.ImmutableList;
import io.vectra.calcite.rel.VectraTableScan;
import org.apache.calcite.plan.hep.HepRelVertex;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.metadata.RelMdCollation;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of plans. How rows of the commonest relations are sorted, which each filter and
 * projection asks for when it is made, is told here: Calcite would generate and compile code for
 * the answer, which statements that need no code would wait for.
 */
final class PlanMetadataQuery extends RelMetadataQuery {
  @Override
  public @Nullable ImmutableList<RelCollation> collations(RelNode rel) {
    if (rel instanceof HepRelVertex vertex) {
      return collations(vertex.getCurrentRel());
    }
    if (rel instanceof VectraTableScan) {
      return null; // in no order that plans could rely on
    }
    if (rel instanceof Filter filter) {
      return collations(filter.getInput());
    }
    if (rel instanceof Project project) {
      return ImmutableList.copyOf(
          RelMdCollation.project(this, project.getInput(), project.getProjects()));
    }
    if (rel instanceof Sort sort) {
      return ImmutableList.copyOf(RelMdCollation.sort(sort.getCollation()));
    }
    return super.collations(rel);
  }
}
