import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A small server of HTTP over JSSE. Its one argument is a file of properties: see ../java.ts. */
public class Server {
    private static final char[] PASSWORD = "lab".toCharArray();

    public static void main(String[] arguments) throws Exception {
        Properties given = new Properties();
        given.load(Files.newBufferedReader(Path.of(arguments[0])));
        SSLServerSocket listener = (SSLServerSocket) context(given).getServerSocketFactory()
            .createServerSocket(Integer.parseInt(given.getProperty("port")), 200, InetAddress.getByName("127.0.0.1"));
        listener.setSSLParameters(parameters(given));
        while (true) {
            SSLSocket socket = (SSLSocket) listener.accept();
            new Thread(() -> answer(socket)).start();
        }
    }

    private static SSLContext context(Properties given) throws Exception {
        KeyStore own = empty();
        for (String name : words(given, "certificates")) {
            own.setKeyEntry(name, key(Path.of(name + ".key")), PASSWORD, chain(Path.of(name + ".pem")));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(own, PASSWORD);
        KeyStore others = empty();
        for (String name : words(given, "clientCa")) others.setCertificateEntry(name, chain(Path.of(name))[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(others);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), others.size() == 0 ? null : trust.getTrustManagers(), null);
        return made;
    }

    private static SSLParameters parameters(Properties given) {
        SSLParameters made = new SSLParameters(words(given, "suites"), words(given, "protocols"));
        made.setApplicationProtocols(words(given, "alpn"));
        made.setUseCipherSuitesOrder(given.getProperty("preference").equals("server"));
        if (given.getProperty("clients").equals("required")) made.setNeedClientAuth(true);
        if (given.getProperty("clients").equals("optional")) made.setWantClientAuth(true);
        return made;
    }

    private static void answer(SSLSocket socket) {
        try (socket) {
            socket.setSoTimeout(5000);
            if (socket.getInputStream().read(new byte[4096]) < 0) return;
            String text = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (Exception broken) {
            // The next one.
        }
    }

    private static KeyStore empty() throws Exception {
        KeyStore made = KeyStore.getInstance("PKCS12");
        made.load(null, null);
        return made;
    }

    private static String[] words(Properties given, String name) {
        String text = given.getProperty(name, "");
        return text.isEmpty() ? new String[0] : text.split(",");
    }

    private static Certificate[] chain(Path path) throws Exception {
        return CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(path))).toArray(new Certificate[0]);
    }

    private static PrivateKey key(Path path) throws Exception {
        byte[] der = Base64.getMimeDecoder().decode(Files.readString(path).replaceAll("-----[^-]+-----", ""));
        for (String algorithm : new String[] {"RSA", "EC"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (java.security.spec.InvalidKeySpecException other) {
                // The next algorithm.
            }
        }
        throw new IllegalArgumentException("neither RSA nor EC: " + path);
    }
}
