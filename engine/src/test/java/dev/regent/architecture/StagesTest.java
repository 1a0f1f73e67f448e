package dev.regent.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The flow that core's packages stand for: each stage works on what the one before it gives.
class StagesTest {

    private static final String ROOT = "dev.regent";
    private static final List<String> FLOW =
            List.of("oci", "observe", "inventory", "analyse", "plan", "approve", "act", "audit");

    private final JavaClasses core = Classes.ofCore();

    @TestFactory
    Stream<DynamicTest> noStageUsesALaterStage() {
        return IntStream.range(0, FLOW.size() - 1)
                .mapToObj(stage -> DynamicTest.dynamicTest(
                        FLOW.get(stage),
                        () -> noClasses()
                                .that()
                                .resideInAPackage(below(FLOW.get(stage)))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(FLOW.subList(stage + 1, FLOW.size()).stream()
                                        .map(StagesTest::below)
                                        .toArray(String[]::new))
                                .because("a stage works on what the stages before it give")
                                .check(core)));
    }

    @Test
    void noStageUsesWhatPutsThemTogether() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .because("Regent calls the stages, and they don't know by whom they are called")
                .check(core);
    }

    /// Without it, a stage that is misspelt in the list would pass unseen.
    @Test
    void everyPackageOfCoreIsAStageAndEveryStageIsThere() {
        Set<String> stages = core.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1).replaceFirst("\\..*", ""))
                .collect(Collectors.toSet());

        assertThat(stages).containsExactlyInAnyOrderElementsOf(FLOW);
    }

    @Test
    void whatCanBeAnalysedIsAnalysedApart() {
        slices().matching(ROOT + ".analyse.(*)..")
                .should()
                .notDependOnEachOther()
                .because("a capability can be understood, changed and taken out by itself")
                .check(core);
    }

    @Test
    void analysisDoesNotKnowItsCapabilities() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".analyse")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".analyse.*..")
                .check(core);
    }

    @Test
    void coreDecidesAndTouchesNothing() {
        String[] stages = FLOW.stream().map(StagesTest::below).toArray(String[]::new);
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(stages)
                        .or(resideInAPackage(ROOT))
                        .or(resideInAnyPackage("org.jspecify..", "org.slf4j.."))
                        // The record is sealed with a key.
                        .or(resideInAnyPackage("javax.crypto.."))
                        .or(resideInAPackage("java..")
                                .and(JavaClass.Predicates.resideOutsideOfPackages(
                                        "java.io..",
                                        "java.net..",
                                        "java.nio.file..",
                                        "java.nio.channels..",
                                        "java.sql.."))))
                .because("core has no input or output, no clock and no framework")
                .check(core);
    }

    private static String below(String stage) {
        return ROOT + "." + stage + "..";
    }
}
