package dev.latchkey.networks.solana;

import java.util.Arrays;

/** Base 58 with Bitcoin's alphabet, for short values: the work grows with the square of the length. */
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /** A signature of 64 bytes has at most 88 characters. */
    private static final int LONGEST = 128;

    private static final int[] DIGITS = digits();

    private Base58() {}

    public static String encode(byte[] bytes) {
        byte[] digits = new byte[bytes.length * 138 / 100 + 1];
        int used = 0;
        for (byte next : bytes) {
            int carry = next & 0xff;
            for (int i = 0; i < used || carry != 0; i++) {
                carry += (digits[i] & 0xff) << 8;
                digits[i] = (byte) (carry % 58);
                carry /= 58;
                used = Math.max(used, i + 1);
            }
        }
        StringBuilder text = new StringBuilder("1".repeat(leadingZeros(bytes)));
        for (int i = used - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(digits[i]));
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if the text has other characters or is longer than anything we read */
    public static byte[] decode(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("too long for base 58");
        }
        byte[] bytes = new byte[text.length()];
        int used = 0;
        for (int position = 0; position < text.length(); position++) {
            int carry = digit(text.charAt(position));
            for (int i = 0; i < used || carry != 0; i++) {
                carry += (bytes[i] & 0xff) * 58;
                bytes[i] = (byte) carry;
                carry >>= 8;
                used = Math.max(used, i + 1);
            }
        }
        byte[] result = new byte[leadingOnes(text) + used];
        for (int i = 0; i < used; i++) {
            result[result.length - 1 - i] = bytes[i];
        }
        return result;
    }

    private static int digit(char character) {
        int digit = character < DIGITS.length ? DIGITS[character] : -1;
        if (digit < 0) {
            throw new IllegalArgumentException("not base 58");
        }
        return digit;
    }

    private static int leadingZeros(byte[] bytes) {
        int count = 0;
        while (count < bytes.length && bytes[count] == 0) {
            count++;
        }
        return count;
    }

    private static int leadingOnes(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(count) == '1') {
            count++;
        }
        return count;
    }

    private static int[] digits() {
        int[] digits = new int[128];
        Arrays.fill(digits, -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            digits[ALPHABET.charAt(i)] = i;
        }
        return digits;
    }
}
