package dev.regent.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.ChronoLocalDateTime;
import java.time.chrono.ChronoZonedDateTime;
import org.junit.jupiter.api.Test;

/// How packages of all modules know each other.
class PackagesTest {

    /// What connectors share; everything else under `connect` is one connector each.
    private static final String[] SHARED_ROOMS = {
        "dev.regent.connect.http..", "dev.regent.connect.content..", "dev.regent.connect.parallel.."
    };

    private final JavaClasses classes = Classes.all();

    @Test
    void noPackagesKnowEachOtherInARing() {
        slices().matching("dev.regent.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void connectorsDoNotKnowEachOther() {
        slices().matching("dev.regent.connect.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(SHARED_ROOMS))
                .because("a connector is one package that can be understood and taken out by itself")
                .check(classes);
    }

    @Test
    void whatConnectorsShareKnowsNoConnector() {
        noClasses()
                .that()
                .resideInAnyPackage(SHARED_ROOMS)
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.regent.connect..")
                        .and(DescribedPredicate.not(resideInAnyPackage(SHARED_ROOMS))))
                .check(classes);
    }

    @Test
    void onlyTheEngineNamesConnectors() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.regent.connect..", "dev.regent.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.regent.connect..")
                .check(classes);
    }

    /// The doubles of the testkit stand for far sides, which have clocks of their own.
    @Test
    void theTimeIsAnArgument() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.regent.cli..", "dev.regent.testkit..")
                .should()
                .accessTargetWhere(clock())
                .because("what depends on the time can then be tested, and asked of another time")
                .check(classes);
    }

    private static DescribedPredicate<JavaAccess<?>> clock() {
        DescribedPredicate<JavaClass> times = assignableTo(Instant.class)
                .or(assignableTo(ChronoLocalDate.class))
                .or(assignableTo(ChronoLocalDateTime.class))
                .or(assignableTo(ChronoZonedDateTime.class))
                .or(resideInAnyPackage("java.time"));
        return target(owner(times))
                .and(target(nameMatching("now")))
                .or(target(owner(assignableTo(Clock.class).or(assignableTo(InstantSource.class))))
                        .and(target(nameMatching("system.*|tick.*"))))
                .or(target(owner(assignableTo(System.class))).and(target(nameMatching("currentTimeMillis"))))
                .as("the system's clock");
    }
}
