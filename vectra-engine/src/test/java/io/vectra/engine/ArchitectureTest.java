package io.vectra.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;

/** The rules of the engine's packages; each is a sentence of docs/ARCHITECTURE.md. */
@AnalyzeClasses(packages = "io.vectra.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule onlyStorage_opensFiles =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.vectra.engine.storage")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.nio.file.Files")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.channels..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.RandomAccessFile");

  @ArchTest
  static final ArchRule onlyManifestAndQuarantine_rename =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.vectra.engine.manifest", "io.vectra.engine.storage")
          .and()
          .doNotHaveFullyQualifiedName("io.vectra.engine.verify.Quarantine")
          .should()
          .callMethod(Storage.class, "rename", String.class, String.class);

  @ArchTest
  static final ArchRule onlyFormatsOfFiles_sync =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.vectra.engine.backup",
              "io.vectra.engine.wal",
              "io.vectra.engine.format",
              "io.vectra.engine.manifest",
              "io.vectra.engine.state",
              "io.vectra.engine.storage")
          .and()
          .doNotHaveFullyQualifiedName("io.vectra.engine.verify.Quarantine")
          .should()
          .callMethod(WritableFile.class, "sync");

  @ArchTest
  static final ArchRule graph_isGivenBlocks_neverAStorage =
      noClasses()
          .that()
          .resideInAPackage("io.vectra.engine.graph")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vectra.engine.storage");

  @ArchTest
  static final ArchRule wal_knowsNeitherSegmentsNorManifests =
      noClasses()
          .that()
          .resideInAPackage("io.vectra.engine.wal")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vectra.engine.segment", "io.vectra.engine.manifest");

  @ArchTest
  static final ArchRule segment_knowsNeitherLogNorManifest =
      noClasses()
          .that()
          .resideInAPackage("io.vectra.engine.segment")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vectra.engine.wal", "io.vectra.engine.manifest");

  @ArchTest
  static final ArchRule manifest_knowsNeitherLogNorSegments =
      noClasses()
          .that()
          .resideInAPackage("io.vectra.engine.manifest")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vectra.engine.wal", "io.vectra.engine.segment");

  @ArchTest
  static final ArchRule onlyTheRoot_verifiesAndRepairs =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.vectra.engine", "io.vectra.engine.verify")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vectra.engine.verify");

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("io.vectra.(engine..)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyKernel_usesVectorInstructions =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.vectra.engine.kernel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector");

  @ArchTest
  static final ArchRule engine_dependsOnTheJdkAndJacksonAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.vectra.engine..",
              "java..",
              "sun.misc",
              "jdk.jfr",
              "jdk.incubator.vector",
              "com.fasterxml.jackson..",
              "org.jspecify.annotations");

  /** A clock that jumps changes what is shown, and nothing else. */
  @ArchTest
  static final ArchRule clock_ofTheWall_isReadForDisplayAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.vectra.engine.event..")
          .and()
          .doNotHaveSimpleName("RowLocks") // since when a row is held
          .and()
          .doNotHaveSimpleName("DatabaseLock") // since when the database is
          .and()
          .doNotHaveSimpleName("Since") // when an operation was asked for
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, Date.class);

  @ArchTest
  static final ArchRule nothing_isDeserialized =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");
}
