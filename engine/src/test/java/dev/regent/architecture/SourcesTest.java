package dev.regent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.regent.architecture.Sources.Parsed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/// What the sources of every module promise.
class SourcesTest {

    private static final int LONGEST_FILE = 400;
    private static final int LONGEST_METHOD = 40;
    private static final Pattern COLLECTION = Pattern.compile("\\w*(?:List|Set|Map|Collection|Queue|Deque)<.*");
    private static final Pattern COPY = Pattern.compile("\\b(?:copyOf|unmodifiable\\w+|toList)\\(");

    /// What Docker calls the program that it asks for credentials, and Swarm the engine that rules it.
    private static final Set<String> NAMED_BY_OTHERS = Set.of("CredentialProgram", "Manager");

    /// Older than the rule. A name leaves this list when its record is mended; none comes in.
    private static final Set<String> NOT_YET_COPIED = Set.of(
            "AuditRequest.environments",
            "PlanSummary.findings",
            "Opinion.verdicts",
            "Opinion.steps",
            "Step.tags",
            "Tags.tags",
            "Named.names");

    @Test
    void noFileIsTooLong() {
        assertThat(Sources.all())
                .isNotEmpty()
                .filteredOn(source -> Sources.text(source).lines().count() > LONGEST_FILE)
                .extracting(Sources::name)
                .as("files of more than %d lines", LONGEST_FILE)
                .isEmpty();
    }

    @Test
    void noMethodIsTooLong() {
        Parsed parsed = Sources.parse(Sources.main());
        List<String> found = new ArrayList<>();
        for (CompilationUnitTree unit : parsed.units()) {
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitMethod(MethodTree method, Void nothing) {
                    if (lines(parsed, unit, method) > LONGEST_METHOD) {
                        found.add(name(unit) + ": " + method.getName());
                    }
                    return super.visitMethod(method, null);
                }
            }.scan(unit, null);
        }
        assertThat(found)
                .as("methods whose body is longer than %d lines", LONGEST_METHOD)
                .isEmpty();
    }

    /// Lines between the braces.
    private static long lines(Parsed parsed, CompilationUnitTree unit, MethodTree method) {
        if (method.getBody() == null) {
            return 0;
        }
        LineMap lines = unit.getLineMap();
        long first = parsed.positions().getStartPosition(unit, method.getBody());
        long last = parsed.positions().getEndPosition(unit, method.getBody());
        return lines.getLineNumber(last) - lines.getLineNumber(first) - 1;
    }

    /// What only one package can hold may pass a collection on as it is.
    @Test
    void aPublicRecordCopiesTheCollectionsThatItIsGiven() {
        List<String> found = new ArrayList<>();
        for (CompilationUnitTree unit : Sources.parse(Sources.main()).units()) {
            unit.getTypeDecls().stream()
                    .filter(ClassTree.class::isInstance)
                    .map(ClassTree.class::cast)
                    .flatMap(type -> publicRecords(type, false))
                    .flatMap(SourcesTest::uncopied)
                    .filter(component -> !NOT_YET_COPIED.contains(component))
                    .forEach(component -> found.add(name(unit) + ": " + component));
        }
        assertThat(found).as("components that are kept as they were given").isEmpty();
    }

    /// @param inInterface whose members are public unsaid
    private static Stream<ClassTree> publicRecords(ClassTree type, boolean inInterface) {
        if (!inInterface && !type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
            return Stream.empty();
        }
        boolean nowInInterface = type.getKind() == Tree.Kind.INTERFACE;
        Stream<ClassTree> within = type.getMembers().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .flatMap(member -> publicRecords(member, nowInInterface));
        return type.getKind() == Tree.Kind.RECORD ? Stream.concat(Stream.of(type), within) : within;
    }

    private static Stream<String> uncopied(ClassTree type) {
        Set<String> copied = copied(type);
        return collections(type).stream()
                .filter(component -> !copied.contains(component))
                .map(component -> type.getSimpleName() + "." + component);
    }

    private static List<String> collections(ClassTree type) {
        return type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .filter(field -> COLLECTION.matcher(field.getType().toString()).matches())
                .map(field -> field.getName().toString())
                .toList();
    }

    private static Set<String> copied(ClassTree type) {
        Set<String> copied = new HashSet<>();
        type.getMembers().stream()
                .filter(member ->
                        member instanceof MethodTree method && method.getName().contentEquals("<init>"))
                .forEach(constructor -> constructor.accept(
                        new TreeScanner<Void, Void>() {
                            @Override
                            public Void visitAssignment(AssignmentTree assignment, Void nothing) {
                                if (COPY.matcher(assignment.getExpression().toString())
                                        .find()) {
                                    String target = assignment.getVariable().toString();
                                    copied.add(target.startsWith("this.") ? target.substring(5) : target);
                                }
                                return super.visitAssignment(assignment, null);
                            }
                        },
                        null));
        return copied;
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(Sources.main())
                .extracting(source -> source.resolveSibling("package-info.java"))
                .filteredOn(described ->
                        !Files.exists(described) || !Sources.text(described).contains("@NullMarked"))
                .extracting(Sources::name)
                .as("packages without @NullMarked in their package-info.java")
                .isEmpty();
    }

    @Test
    void aClassIsNamedAfterWhatItKnows() {
        Pattern empty = Pattern.compile("\\w*(?:Utils?|Helpers?|Managers?|Impl)");
        List<String> found = new ArrayList<>();
        for (CompilationUnitTree unit : Sources.parse(Sources.all()).units()) {
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitClass(ClassTree type, Void nothing) {
                    String simple = type.getSimpleName().toString();
                    if (empty.matcher(simple).matches() && !NAMED_BY_OTHERS.contains(simple)) {
                        found.add(name(unit) + ": " + simple);
                    }
                    return super.visitClass(type, null);
                }
            }.scan(unit, null);
        }
        assertThat(found).as("classes that say nothing by their names").isEmpty();
    }

    @Test
    void onlyTheEngineNamesConnectors() {
        assertThat(Sources.main())
                .filteredOn(source -> !Sources.name(source).startsWith("connectors/")
                        && !Sources.name(source).startsWith("engine/"))
                .filteredOn(source -> Sources.text(source).contains("dev.regent.connect."))
                .extracting(Sources::name)
                .as("sources that name a connector")
                .isEmpty();
    }

    private static String name(CompilationUnitTree unit) {
        return Sources.name(Path.of(unit.getSourceFile().toUri()));
    }
}
