package io.vectra.calcite.prepare;

import io.vectra.calcite.function.VectraOperators;
import io.vectra.calcite.function.VectraRewrite;
import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.calcite.prepare.VectraValidator.ParameterBinding;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.calcite.schema.VectraView;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlNode;

/**
 * Puts the queries of views into the plan of one statement. Each is validated by itself, so that
 * its names mean what they meant when the view was created. Used by one thread.
 */
final class ViewExpansion implements VectraView.Expansion {
  private final Catalog catalog;
  private final CalciteSchema root;
  private final RelOptCluster cluster;
  private final Map<QualifiedName, RelDataType> types = new HashMap<>();
  private final Set<QualifiedName> open = new HashSet<>();

  /**
   * The views of a catalog.
   *
   * @param root what names are looked up in
   * @param cluster of the plan that relations become part of
   */
  ViewExpansion(Catalog catalog, CalciteSchema root, RelOptCluster cluster) {
    this.catalog = catalog;
    this.root = root;
    this.cluster = cluster;
  }

  @Override
  public RelDataType rowType(ViewSchema view) {
    RelDataType known = types.get(view.name());
    if (known == null) {
      known = rows(view).getRowType();
      types.put(view.name(), known);
    }
    return known;
  }

  @Override
  public RelNode rows(ViewSchema view) {
    if (!open.add(view.name())) {
      throw new VectraException(
          ErrorCode.INVALID_STATEMENT,
          "View " + view.name() + " would read itself, which a view cannot do.");
    }
    try {
      return columns(view, query(view.query()));
    } catch (RuntimeException | AssertionError e) {
      VectraException cause = CalciteErrors.translate(e);
      throw new VectraException(
          cause.code(), "View " + view.name() + " cannot be read: " + cause.getMessage(), cause);
    } finally {
      open.remove(view.name());
    }
  }

  /** The relation of a view's query, with all of the columns that it has now. */
  RelNode query(ViewSchema.Query query) {
    RelRoot converted = converted(query.text(), query.schema(), "A view");
    RelNode rows = converted.project();
    List<RexNode> all = new ArrayList<>();
    for (int i = 0; i < rows.getRowType().getFieldCount(); i++) {
      all.add(cluster.getRexBuilder().makeInputRef(rows, i));
    }
    List<String> names = converted.validatedRowType.getFieldNames();
    return LogicalProject.create(rows, List.of(), all, names, Set.of());
  }

  /**
   * The relation of a query that is validated by itself.
   *
   * @param schema where names without a schema are looked up
   * @param what has no parameters, in a message
   */
  RelRoot converted(String text, String schema, String what) {
    VectraTypeFactory typeFactory = (VectraTypeFactory) cluster.getTypeFactory();
    CalciteCatalogReader reader =
        new CalciteCatalogReader(
            root, List.of(schema), typeFactory, new CalciteConnectionConfigImpl(new Properties()));
    VectraValidator validator =
        new VectraValidator(VectraOperators.table(), reader, typeFactory, ParameterBinding.TEXTS);
    SqlNode parsed = VectraSqlParser.parse(text);
    SqlNode validated =
        validator.validate(VectraRewrite.rewrite(parsed, new Names(catalog, schema)));
    validator.parameters(validated).refuse(what);
    return new StatementConverter(validator, reader, cluster).convertQuery(validated, false, true);
  }

  /** The columns that the query had when the view was created, under their names in the view. */
  private RelNode columns(ViewSchema view, RelNode query) {
    List<String> now = query.getRowType().getFieldNames();
    List<String> then = view.query().columns();
    boolean byName = Set.copyOf(then).size() == then.size();
    List<RexNode> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < then.size(); i++) {
      int position = byName ? now.indexOf(then.get(i)) : i;
      if (position < 0 || position >= now.size()) {
        throw new VectraException(
            ErrorCode.UNDEFINED_COLUMN, "its query has no column " + then.get(i) + " any more.");
      }
      columns.add(cluster.getRexBuilder().makeInputRef(query, position));
      names.add(view.columns().get(i).name());
    }
    return LogicalProject.create(query, List.of(), columns, names, Set.of());
  }
}
