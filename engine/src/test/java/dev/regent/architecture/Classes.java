package dev.regent.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// The compiled classes that the engine sees: every module but the command line.
final class Classes {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.regent");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> location.contains("/core/target/") || location.contains("/regent-core"))
            .importPackages("dev.regent");

    private Classes() {}

    static JavaClasses all() {
        return ALL;
    }

    static JavaClasses ofCore() {
        return CORE;
    }
}
