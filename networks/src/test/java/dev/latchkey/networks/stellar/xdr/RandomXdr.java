package dev.latchkey.networks.stellar.xdr;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random values of our records, by reflection, so that a new record is covered without being named here. A value that
 * does not fit its type's limits is drawn again.
 */
final class RandomXdr {
    private static final int SHALLOW = 10;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String CODE_CHARACTERS = LETTERS + LETTERS.toLowerCase(Locale.ROOT) + "0123456789";

    private final Random random;

    RandomXdr(long seed) {
        random = new Random(seed);
    }

    <T extends XdrValue> T value(Class<T> type) {
        return type.cast(of(type, 0));
    }

    private Object of(Class<?> type, int depth) {
        if (type == Hash.class) {
            return new Hash(Bytes.of(bytes(32)));
        }
        if (type == AssetCode.class) {
            return assetCode();
        }
        if (type == TransactionResult.class) {
            return transactionResult(depth, true);
        }
        if (type == OperationResult.Tried.class) {
            return tried(depth);
        }
        if (type == OperationResultDetail.OfferPlaced.class) {
            return offerPlaced(depth);
        }
        if (type == ContractCodeEntry.class) {
            List<Long> costs =
                    new ArrayList<>(random.longs(10, 0, 1L << 32).boxed().toList());
            return new ContractCodeEntry(
                    random.nextBoolean() ? costs : null,
                    (Hash) of(Hash.class, depth),
                    Bytes.of(bytes(random.nextInt(50))));
        }
        if (type.isSealed()) {
            return of(arm(type, depth), depth);
        }
        if (type.isEnum()) {
            return pick(type.getEnumConstants());
        }
        return type.isRecord() ? record(type, depth) : leaf(type);
    }

    /** One of a union's arms; deep inside, one that ends soon. */
    private Class<?> arm(Class<?> union, int depth) {
        Class<?>[] arms = union.getPermittedSubclasses();
        Class<?>[] ends = Arrays.stream(arms)
                .filter(arm -> arm.isRecord() && arm.getRecordComponents().length == 0)
                .toArray(Class<?>[]::new);
        return depth > SHALLOW && ends.length > 0 ? pick(ends) : pick(arms);
    }

    private Object record(Class<?> type, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> component(component, depth + 1))
                .toArray();
        for (int attempt = 0; attempt < 100_000; attempt++) {
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                XdrValue value = (XdrValue) constructor.newInstance(values);
                value.toXdr();
                return value;
            } catch (InvocationTargetException | XdrException misfit) {
                // Beyond a limit of the type: draw one field again, seldom one that is large itself.
                int index = random.nextInt(components.length);
                if (isSmall(types[index]) || random.nextInt(20) == 0) {
                    values[index] = component(components[index], depth + 1);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("No value of " + type + " fits");
    }

    private @Nullable Object component(RecordComponent component, int depth) {
        boolean ends = depth > SHALLOW && !Number.class.isAssignableFrom(component.getType());
        if (isNullable(component) && (ends || random.nextInt(3) == 0)) {
            return null;
        }
        if (component.getGenericType() instanceof ParameterizedType generic) {
            return list(generic, depth);
        }
        return of(component.getType(), depth);
    }

    private List<Object> list(ParameterizedType list, int depth) {
        List<Object> values = new ArrayList<>();
        Type element = list.getActualTypeArguments()[0];
        for (int i = depth > SHALLOW ? 0 : random.nextInt(3); i > 0; i--) {
            values.add(
                    element instanceof ParameterizedType optional
                            ? Optional.ofNullable(
                                    random.nextBoolean()
                                            ? of((Class<?>) optional.getActualTypeArguments()[0], depth + 1)
                                            : null)
                            : of((Class<?>) element, depth + 1));
        }
        return values;
    }

    private Object leaf(Class<?> type) {
        if (type == long.class || type == Long.class) {
            return pick(new Long[] {
                0L,
                1L,
                0xffff_ffffL,
                random.nextLong(1L << 32),
                random.nextLong(1000),
                random.nextLong(1L << 32),
                random.nextLong(),
                Long.MAX_VALUE,
                Long.MIN_VALUE
            });
        }
        if (type == int.class || type == Integer.class) {
            return pick(new Integer[] {0, 7, 20, random.nextInt(), Integer.MAX_VALUE, Integer.MIN_VALUE});
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == BigInteger.class) {
            return big();
        }
        if (type == Bytes.class) {
            byte[] bytes = bytes(pick(new Integer[] {0, 1, 4, 4, 4, random.nextInt(33), random.nextInt(70)}));
            if (bytes.length > 0) {
                // Never like the name of an arm, which comparing fields takes for one.
                bytes[0] = (byte) "A9\0\u00ff".charAt(random.nextInt(4));
            }
            return Bytes.of(bytes);
        }
        throw new IllegalArgumentException("No random " + type);
    }

    private BigInteger big() {
        int bits = pick(new Integer[] {127, 128, 255, 256});
        BigInteger top = BigInteger.ONE.shiftLeft(bits);
        return pick(new BigInteger[] {
            BigInteger.ZERO,
            new BigInteger(bits, random),
            new BigInteger(bits, random).negate(),
            top.subtract(BigInteger.ONE),
            top.negate()
        });
    }

    private AssetCode assetCode() {
        StringBuilder code = new StringBuilder().append(LETTERS.charAt(random.nextInt(26)));
        for (int i = random.nextInt(12); i > 0; i--) {
            code.append(CODE_CHARACTERS.charAt(random.nextInt(CODE_CHARACTERS.length())));
        }
        return new AssetCode(code.toString());
    }

    /** A code and what belongs to it; a fee bump has no other inside. */
    private TransactionResult transactionResult(int depth, boolean mayBump) {
        TransactionResultCode code = pick(TransactionResultCode.values());
        if (code.hasInner() && !mayBump) {
            return transactionResult(depth, false);
        }
        List<OperationResult> operations = new ArrayList<>();
        for (int i = code.hasOperations() ? random.nextInt(4) : 0; i > 0; i--) {
            operations.add((OperationResult) of(OperationResult.class, depth + 1));
        }
        TransactionResult.Inner inner = code.hasInner()
                ? new TransactionResult.Inner(Hash.of(bytes(32)), transactionResult(depth + 1, false))
                : null;
        return new TransactionResult(random.nextLong(), code, operations, inner);
    }

    /** A code and the detail that belongs to it. */
    private OperationResult.Tried tried(int depth) {
        OperationType type = pick(OperationType.values());
        int code = random.nextBoolean() ? 0 : -random.nextInt(type.resultNames().size());
        for (int attempt = 0; attempt < 1000; attempt++) {
            OperationResultDetail detail = (OperationResultDetail) of(OperationResultDetail.class, depth);
            OperationResult.Tried tried = new OperationResult.Tried(type, code, detail);
            try {
                if (XdrReader.decode(tried.toXdr(), OperationResult::read).equals(tried)) {
                    return tried;
                }
            } catch (XdrException misfit) {
                // A detail of another operation: draw again.
            }
        }
        throw new IllegalStateException("No detail for " + type + " " + code);
    }

    private OperationResultDetail.OfferPlaced offerPlaced(int depth) {
        var effect = pick(OperationResultDetail.OfferPlaced.Effect.values());
        return new OperationResultDetail.OfferPlaced(
                List.of(),
                effect,
                effect == OperationResultDetail.OfferPlaced.Effect.DELETED
                        ? null
                        : (OfferEntry) of(OfferEntry.class, depth));
    }

    private static boolean isSmall(Class<?> type) {
        return !XdrValue.class.isAssignableFrom(type) && type != List.class;
    }

    private static boolean isNullable(RecordComponent component) {
        AnnotatedElement type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }
}
