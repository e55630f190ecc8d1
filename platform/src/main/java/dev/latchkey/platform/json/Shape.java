package dev.latchkey.platform.json;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a record looks like as JSON, read once by reflection; the reader and the schema writer share it. */
final class Shape {

    private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    /** One field: a component that is not {@code @Nullable} and not a {@link Change} is required. */
    record Field(String name, Type type, boolean required, RecordComponent component) {

        <A extends java.lang.annotation.Annotation> @Nullable A annotation(Class<A> kind) {
            return component.getAnnotation(kind);
        }
    }

    private final List<Field> fields;
    private final Constructor<?> constructor;

    private Shape(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        this.fields = Arrays.stream(components).map(Shape::field).toList();
        try {
            this.constructor = record.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(record + " has no canonical constructor", impossible);
        }
        constructor.setAccessible(true);
    }

    static Shape of(Class<?> record) {
        Shape known = SHAPES.get(record);
        return known != null ? known : SHAPES.computeIfAbsent(record, Shape::new);
    }

    List<Field> fields() {
        return fields;
    }

    /** Calls the canonical constructor; an {@link InvalidBody} thrown there passes through. */
    Object create(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("cannot construct " + constructor, thrown);
        } catch (InstantiationException | IllegalAccessException impossible) {
            throw new IllegalStateException("cannot construct " + constructor, impossible);
        }
    }

    static Type argument(Type type, int index) {
        if (type instanceof ParameterizedType parameterized) {
            return parameterized.getActualTypeArguments()[index];
        }
        throw new IllegalStateException(type + " needs its type arguments");
    }

    static Class<?> rawClass(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
            default -> throw new IllegalStateException("no JSON form for " + type);
        };
    }

    private static Field field(RecordComponent component) {
        boolean optional = isNullable(component.getAnnotatedType()) || component.getType() == Change.class;
        return new Field(component.getName(), component.getGenericType(), !optional, component);
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class)
                || (type instanceof AnnotatedParameterizedType parameterized
                        && parameterized.isAnnotationPresent(Nullable.class));
    }
}
