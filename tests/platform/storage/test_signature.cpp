// The examples that Amazon publishes for Signature Version 4 of S3.
#include "signature.hpp"

#include "platform/security/random.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;
using namespace kontor::platform::storage;

namespace {

const Credentials credentials{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                              "us-east-1"};
const auto then = *parse_rfc3339("2013-05-24T00:00:00Z");
constexpr auto host = "examplebucket.s3.amazonaws.com";

std::string authorization(const SignedRequest& request, std::string_view payload = "") {
    for (const auto& [name, value] :
         signature_headers(request, credentials, sha256_hex(payload), then))
        if (name == "authorization") return value;
    return "";
}

std::string signature(const SignedRequest& request, std::string_view payload = "") {
    const auto header = authorization(request, payload);
    return header.substr(header.rfind('=') + 1);
}

}  // namespace

TEST_CASE("a GET of a part of an object is signed as Amazon signs it") {
    const SignedRequest request{"GET", host, "/test.txt", {}, {{"range", "bytes=0-9"}}};
    CHECK_EQ(authorization(request),
             "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
             "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
             "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST_CASE("a PUT is signed with its payload and an encoded path") {
    const SignedRequest request{
        "PUT",
        host,
        "/test$file.text",
        {},
        {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}}};
    CHECK_EQ(signature(request, "Welcome to Amazon S3."),
             "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST_CASE("a query is signed in the order of its names") {
    CHECK_EQ(signature({"GET", host, "/", {{"lifecycle", ""}}}),
             "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    CHECK_EQ(signature({"GET", host, "/", {{"prefix", "J"}, {"max-keys", "2"}}}),
             "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("a presigned GET has the signature that Amazon gives it") {
    CHECK_EQ(presigned_query({"GET", host, "/test.txt"}, credentials, std::chrono::hours(24), then),
             "X-Amz-Algorithm=AWS4-HMAC-SHA256"
             "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
             "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
             "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST_CASE("paths and queries are encoded as RFC 3986 has it") {
    CHECK_EQ(encode_path("/a b/\xC3\xA4-._~"), "/a%20b/%C3%A4-._~");
    CHECK_EQ(encode_query("a/b+c=d"), "a%2Fb%2Bc%3Dd");
}
