#include "signature.hpp"

#include "platform/security/random.hpp"

#include <algorithm>
#include <ctime>

namespace kontor::platform::storage {
namespace {

using Fields = SignedRequest::Fields;

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

bool is_unreserved(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') ||
           std::string_view("-._~").find(letter) != std::string_view::npos;
}

std::string encode(std::string_view text, std::string_view left_alone) {
    std::string encoded;
    for (const char letter : text) {
        if (is_unreserved(letter) || left_alone.find(letter) != left_alone.npos) {
            encoded.push_back(letter);
        } else {
            const auto byte = static_cast<unsigned char>(letter);
            encoded.push_back('%');
            encoded.push_back("0123456789ABCDEF"[byte >> 4]);
            encoded.push_back("0123456789ABCDEF"[byte & 15]);
        }
    }
    return encoded;
}

// 20130524T000000Z
std::string stamp(Time now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts)};
}

std::string scope(const Credentials& credentials, std::string_view stamp) {
    return std::string(stamp.substr(0, 8)) + "/" + credentials.region + "/s3/aws4_request";
}

std::string encoded_query(const Fields& query) {
    Fields encoded;
    for (const auto& [name, value] : query)
        encoded.emplace_back(encode_query(name), encode_query(value));
    std::ranges::sort(encoded);
    std::string text;
    for (const auto& [name, value] : encoded)
        text.append(text.empty() ? "" : "&").append(name).append("=").append(value);
    return text;
}

Fields headers_to_sign(const SignedRequest& request) {
    auto headers = request.headers;
    headers.emplace_back("host", request.host);
    std::ranges::sort(headers);
    return headers;
}

std::string names_of(const Fields& headers) {
    std::string names;
    for (const auto& [name, value] : headers) names.append(names.empty() ? "" : ";").append(name);
    return names;
}

std::string signature(const SignedRequest& request, const Fields& headers,
                      const Credentials& credentials, std::string_view payload_sha256,
                      const std::string& stamp) {
    auto canonical = request.method + "\n" + encode_path(request.path) + "\n" +
                     encoded_query(request.query) + "\n";
    for (const auto& [name, value] : headers)
        canonical.append(name).append(":").append(value).append("\n");
    canonical.append("\n").append(names_of(headers)).append("\n").append(payload_sha256);

    const auto to_sign = std::string(algorithm) + "\n" + stamp + "\n" + scope(credentials, stamp) +
                         "\n" + sha256_hex(canonical);
    auto key = hmac_sha256("AWS4" + credentials.secret_key, stamp.substr(0, 8));
    for (const std::string_view step : {std::string_view(credentials.region),
                                        std::string_view("s3"), std::string_view("aws4_request")})
        key = hmac_sha256(key, step);
    return to_hex(hmac_sha256(key, to_sign));
}

}  // namespace

std::string encode_path(std::string_view path) {
    return encode(path, "/");
}

std::string encode_query(std::string_view text) {
    return encode(text, "");
}

Fields signature_headers(const SignedRequest& request, const Credentials& credentials,
                         std::string_view payload_sha256, Time now) {
    const auto time = stamp(now);
    Fields added{{"x-amz-content-sha256", std::string(payload_sha256)}, {"x-amz-date", time}};
    auto complete = request;
    complete.headers.insert(complete.headers.end(), added.begin(), added.end());
    const auto headers = headers_to_sign(complete);
    added.emplace_back(
        "authorization",
        std::string(algorithm) + " Credential=" + credentials.access_key + "/" +
            scope(credentials, time) + ",SignedHeaders=" + names_of(headers) +
            ",Signature=" + signature(complete, headers, credentials, payload_sha256, time));
    return added;
}

std::string presigned_query(SignedRequest request, const Credentials& credentials,
                            std::chrono::seconds good_for, Time now) {
    const auto time = stamp(now);
    const auto headers = headers_to_sign(request);
    const Fields added{
        {"X-Amz-Algorithm", std::string(algorithm)},
        {"X-Amz-Credential", credentials.access_key + "/" + scope(credentials, time)},
        {"X-Amz-Date", time},
        {"X-Amz-Expires", std::to_string(good_for.count())},
        {"X-Amz-SignedHeaders", names_of(headers)}};
    request.query.insert(request.query.end(), added.begin(), added.end());
    return encoded_query(request.query) +
           "&X-Amz-Signature=" + signature(request, headers, credentials, unsigned_payload, time);
}

}  // namespace kontor::platform::storage
