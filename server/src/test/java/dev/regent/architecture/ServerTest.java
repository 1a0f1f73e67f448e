package dev.regent.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.regent.act.RegistryWriter;
import dev.regent.approve.ApprovedPlan;
import dev.regent.server.access.Needs;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// What holds once a server is put around everything.
class ServerTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.regent");

    @Test
    void everyCallNamesThePermissionThatItNeeds() {
        methods()
                .that(answersRequests())
                .should()
                .beAnnotatedWith(Needs.class)
                .because("what forgot to say so would be for administrators alone, and nobody would know")
                .check(CLASSES);
    }

    /// Hands on a registry are passed on by Runner and used by DeleteRight, which deletes what
    /// can't exist.
    @Test
    void onlyWhatActsReachesWhatWritesToARegistry() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.regent.act..", "dev.regent.connect.oci..", "dev.regent.testkit..")
                .and(DescribedPredicate.not(name("dev.regent.engine.FarSides")))
                .and(DescribedPredicate.not(name("dev.regent.engine.FarSides$Hands")))
                .and(DescribedPredicate.not(name("dev.regent.server.estate.Runner")))
                .and(DescribedPredicate.not(resideInAPackage("dev.regent.server.doctor")))
                .should()
                .dependOnClassesThat(assignableTo(RegistryWriter.class))
                .because("who plans, approves or shows can't delete")
                .check(CLASSES);
    }

    @Test
    void theDoctorDeletesOnlyWhatCannotExist() {
        noClasses()
                .that()
                .resideInAPackage("dev.regent.server.doctor")
                .and(DescribedPredicate.not(name("dev.regent.server.doctor.DeleteRight")))
                .should()
                .callMethodWhere(target(owner(assignableTo(RegistryWriter.class))))
                .check(CLASSES);
    }

    @Test
    void onlyApprovingMakesAnApprovedPlan() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.regent.approve")
                .should()
                .callConstructorWhere(target(owner(assignableTo(ApprovedPlan.class))))
                .check(CLASSES);
    }

    @Test
    void onlyTheServerNamesTheStore() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.regent.store..", "dev.regent.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.regent.store..")
                .check(CLASSES);
    }

    @Test
    void theServerNamesNoConnector() {
        noClasses()
                .that()
                .resideInAPackage("dev.regent.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.regent.connect..")
                .check(CLASSES);
    }

    @Test
    void theSystemsClockIsReadWhereTheServerIsPutTogether() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.regent.server..", "dev.regent.store..")
                .and()
                .resideOutsideOfPackage("dev.regent.server.boot")
                .should()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("everything is dated by the database's clock")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaMethod> answersRequests() {
        return DescribedPredicate.describe(
                "answer requests",
                method -> method.getOwner().isAnnotatedWith(Path.class)
                        && method.getAnnotations().stream()
                                .anyMatch(annotation -> ServerTest.isMethodName(annotation.getRawType())));
    }

    private static boolean isMethodName(JavaClass annotation) {
        return annotation.isAnnotatedWith(HttpMethod.class);
    }
}
