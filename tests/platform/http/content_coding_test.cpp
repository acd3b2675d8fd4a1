#include "content_coding.hpp"

#include "platform/http/cache.hpp"
#include "platform/http/server.hpp"
#include "raw_client.hpp"

#include <brotli/decode.h>
#include <doctest/doctest.h>
#include <zlib.h>

namespace kontor::platform::http {

namespace {

const std::string story = [] {
    std::string text;
    for (int i = 0; i < 200; ++i) text += "A book of some length, number " + std::to_string(i);
    return text;
}();

std::string gunzipped(std::string bytes) {
    std::string text(100'000, '\0');
    z_stream stream{};
    stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    REQUIRE(inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK);
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return text;
}

std::string unbrotlied(const std::string& bytes) {
    std::string text(100'000, '\0');
    auto size = text.size();
    CHECK(BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                  &size, reinterpret_cast<std::uint8_t*>(text.data())) ==
          BROTLI_DECODER_RESULT_SUCCESS);
    text.resize(size);
    return text;
}

struct Library {
    Library() : router({.version = "1", .authenticate = {}, .cache = &cache}) {
        for (const bool is_kept : {false, true}) {
            auto route = Route(Method::get, is_kept ? "/kept" : "/made", is_kept ? "kept" : "made",
                               "A book");
            if (is_kept) route.cached();
            route.produces("text/plain");
            router.add(route, [this](const Call<>& call) -> Result<Response> {
                ++made;
                call.depends_on("book");
                return Response{200, {{"Content-Type", "text/plain"}, {"ETag", "\"1\""}}, story};
            });
        }
        for (const auto& [path, type, size] :
             {std::tuple("/short", "text/plain", std::size_t{1023}),
              std::tuple("/picture", "image/png", std::size_t{100'000})})
            router.add(Route(Method::get, path, path, "A book").produces(type),
                       [type, size](const Call<>&) -> Result<Response> {
                           return Response{200, {{"Content-Type", type}}, std::string(size, 'x')};
                       });
    }

    Response get(const std::string& path, const std::string& accept_encoding,
                 const std::string& if_none_match = "") {
        Headers headers{{"Accept-Encoding", accept_encoding}};
        if (!if_none_match.empty()) headers.emplace_back("If-None-Match", if_none_match);
        return router.handle({Method::get, path, headers, "", ""});
    }

    int made = 0;
    ResponseCache cache{1 << 20};
    Router router;
};

std::string header(const Response& response, std::string_view name) {
    return std::string(find_header(response.headers, name).value_or(""));
}

}  // namespace

TEST_CASE("a client gets the coding that it wants most, of those that there are") {
    using enum ContentCoding;
    for (const auto& [wanted, coding] :
         std::initializer_list<std::pair<const char*, ContentCoding>>{
             {"", none},
             {"identity", none},
             {"deflate, zstd", none},
             {"gzip", gzip},
             {"x-gzip", gzip},
             {"br", brotli},
             {"gzip, deflate, br, zstd", brotli},
             {"br;q=0.5, gzip;q=0.8", gzip},
             {"br;q=0, gzip", gzip},
             {"br;q=0, gzip;q=0", none},
             {"*", brotli},
             {"*;q=0", none},
             {"br;q=0, *;q=0.5", gzip},
             {"gzip;q=2", none},
             {"gzip;;", none},
             {",,gzip,", gzip}}) {
        CAPTURE(wanted);
        CHECK(negotiate_coding(wanted) == coding);
    }
}

TEST_CASE("an answer comes in the coding that the client takes, kept or made") {
    Library library;
    for (const std::string path : {"/made", "/kept", "/kept"}) {
        CAPTURE(path);
        const auto plain = library.get(path, "");
        CHECK(plain.body == story);
        CHECK(header(plain, "ETag") == "\"1\"");
        CHECK(header(plain, "Vary") == "Accept-Encoding");
        CHECK(header(plain, "Content-Encoding").empty());
        const auto gzip = library.get(path, "gzip");
        CHECK(gunzipped(gzip.body) == story);
        CHECK(gzip.body.size() < story.size() / 4);
        CHECK(header(gzip, "Content-Encoding") == "gzip");
        CHECK(header(gzip, "ETag") == "W/\"1\"");
        CHECK(header(gzip, "Vary") == "Accept-Encoding");
        const auto brotli = library.get(path, "gzip, br");
        CHECK(unbrotlied(brotli.body) == story);
        CHECK(header(brotli, "Content-Encoding") == "br");
        CHECK(std::ranges::count(brotli.headers, Headers::value_type{"Vary", "Accept-Encoding"}) ==
              1);
    }
    CHECK(library.made == 3 + 3);  // each time, and once for each coding
    library.cache.drop("book");
    library.get("/kept", "gzip");
    CHECK(library.made == 7);
}

TEST_CASE("a state is known by its name in whatever coding it came") {
    Library library;
    for (const std::string path : {"/made", "/kept"})
        for (const auto* coding : {"", "gzip", "br"})
            for (const auto* name : {"\"1\"", "W/\"1\"", "\"0\", W/\"1\"", "*"}) {
                const auto answer = library.get(path, coding, name);
                CHECK(answer.status == 304);
                CHECK(answer.body.empty());
                CHECK(header(answer, "Content-Encoding").empty());
                CHECK(header(answer, "Vary") == "Accept-Encoding");
                CHECK(header(answer, "ETag") == (*coding ? "W/\"1\"" : "\"1\""));
            }
    CHECK(library.get("/made", "gzip", "\"2\"").status == 200);
}

TEST_CASE("what is short or no text is sent as it is") {
    Library library;
    for (const auto* path : {"/short", "/picture"}) {
        const auto answer = library.get(path, "gzip, br");
        CHECK(answer.body.front() == 'x');
        CHECK(header(answer, "Content-Encoding").empty());
        CHECK(header(answer, "Vary").empty());
    }
}

TEST_CASE("a kept answer goes out in its coding, with the length that it has in it") {
    Library library;
    ServerOptions options;
    options.port = 0;
    Server server(library.router, options);
    REQUIRE(server.start().has_value());
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        client.send("GET /kept HTTP/1.1\r\nHost: shop\r\nAccept-Encoding: gzip\r\n\r\n");
        const auto answer = client.answer();
        CHECK(answer.find("Content-Encoding: gzip\r\n") != answer.npos);
        CHECK(gunzipped(answer.substr(answer.find("\r\n\r\n") + 4)) == story);
        client.send(
            "GET /kept HTTP/1.1\r\nHost: shop\r\nAccept-Encoding: gzip\r\n"
            "If-None-Match: \"1\"\r\n\r\n");
        const auto known = client.answer();
        CHECK(known.starts_with("HTTP/1.1 304 "));
        CHECK(known.find("Content-Encoding") == known.npos);
        client.send("GET /kept HTTP/1.1\r\nHost: shop\r\n\r\n");
        CHECK(client.answer().ends_with(story));
    }
    CHECK(library.made == 2);
}

}  // namespace kontor::platform::http
