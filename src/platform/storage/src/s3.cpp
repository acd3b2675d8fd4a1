#include "platform/storage/storage.hpp"

#include "platform/client/client.hpp"
#include "platform/security/random.hpp"
#include "signature.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace kontor::platform {
namespace {

using storage::Credentials;
using storage::SignedRequest;

constexpr int most_tries = 3;
constexpr std::size_t largest_file = 64 << 20;

// "https://host:port", taken apart.
struct Endpoint {
    std::string scheme;
    std::string host;
};

[[noreturn]] void not_an_endpoint(const std::string& text) {
    throw std::invalid_argument("endpoint: \"" + text +
                                "\" must be http:// or https:// and a host, such as "
                                "https://s3.eu-central-1.amazonaws.com, without a path");
}

Endpoint endpoint_of(const std::string& text) {
    const auto end = text.find("://");
    if (end == text.npos) not_an_endpoint(text);
    Endpoint endpoint{text.substr(0, end), text.substr(end + 3)};
    if (endpoint.host.ends_with('/')) endpoint.host.pop_back();
    const bool is_known = endpoint.scheme == "http" || endpoint.scheme == "https";
    const bool is_host = !endpoint.host.empty() &&
                         endpoint.host.find_first_of("/?#@ \t\r\n\"<>\\") == std::string::npos;
    if (!is_known || !is_host) not_an_endpoint(text);
    return endpoint;
}

void check(const S3Options& options) {
    endpoint_of(options.endpoint);
    const auto require = [](const char* name, const std::string& value) {
        const bool is_plain =
            std::ranges::all_of(value, [](char letter) { return letter > ' ' && letter < '\x7f'; });
        if (value.empty() || !is_plain)
            throw std::invalid_argument(std::string(name) +
                                        ": a store of S3 needs one, of visible ASCII characters");
    };
    require("region", options.region);
    require("bucket", options.bucket);
    require("access_key", options.access_key);
    require("secret_key", options.secret_key);
    check_storage_key(options.bucket);
}

// What stands between the first <name> and </name> of an answer in XML.
std::string element(const std::string& xml, const std::string& name) {
    const auto begin = xml.find("<" + name + ">");
    if (begin == xml.npos) return {};
    const auto text = begin + name.size() + 2;
    const auto end = xml.find("</" + name + ">", text);
    return end == xml.npos ? std::string()
                           : xml.substr(text, std::min<std::size_t>(end - text, 100));
}

std::string advice(const std::string& code) {
    if (code == "SignatureDoesNotMatch") return "Check its secret_key.";
    if (code == "InvalidAccessKeyId") return "Check its access_key.";
    if (code == "NoSuchBucket") return "Check its bucket.";
    if (code == "RequestTimeTooSkewed") return "Set the clock of this machine.";
    if (code == "AuthorizationHeaderMalformed") return "Check its region.";
    return "Check its access_key, secret_key, bucket and region.";
}

class S3 final : public Storage {
public:
    S3(S3Options options, const Clock& clock)
        : options_(std::move(options)),
          endpoint_(endpoint_of(options_.endpoint)),
          credentials_{options_.access_key, options_.secret_key, options_.region},
          clock_(clock),
          client_({.name = "storage"}) {
        if (!options_.path_style) endpoint_.host = options_.bucket + "." + endpoint_.host;
    }

    Result<> put(const std::string& key, std::string_view bytes,
                 const Headers& served_with) override {
        auto answer = send("PUT", key, bytes, served_with);
        if (!answer) return answer.error();
        if (answer->status != 200) return refused(*answer);
        return {};
    }

    Result<std::optional<std::string>> get(const std::string& key) override {
        auto answer = send("GET", key);
        if (!answer) return answer.error();
        if (answer->status == 200) return std::optional(std::move(answer->body));
        if (is_absent(*answer)) return std::optional<std::string>{};
        return refused(*answer);
    }

    Result<bool> exists(const std::string& key) override {
        auto answer = send("HEAD", key);
        if (!answer) return answer.error();
        if (answer->status != 200 && answer->status != 404) return refused(*answer);
        return answer->status == 200;
    }

    Result<> remove(const std::string& key) override {
        auto answer = send("DELETE", key);
        if (!answer) return answer.error();
        if (answer->status != 204 && answer->status != 200 && !is_absent(*answer))
            return refused(*answer);
        return {};
    }

    std::optional<std::string> read_url(const std::string& key,
                                        std::chrono::seconds good_for) const override {
        return presigned(request("GET", key), good_for);
    }

    // The length is signed, so that nobody puts more than was agreed.
    std::optional<std::string> write_url(const std::string& key, std::size_t bytes,
                                         std::chrono::seconds good_for) const override {
        auto put = request("PUT", key);
        put.headers.emplace_back("content-length", std::to_string(bytes));
        return presigned(std::move(put), good_for);
    }

private:
    SignedRequest request(std::string method, const std::string& key) const {
        check_storage_key(key);
        const auto folder = options_.path_style ? "/" + options_.bucket + "/" : "/";
        return {std::move(method), endpoint_.host, folder + key};
    }

    std::string url(const SignedRequest& request) const {
        return endpoint_.scheme + "://" + request.host + storage::encode_path(request.path);
    }

    std::string presigned(SignedRequest request, std::chrono::seconds good_for) const {
        const auto address = url(request);
        return address + "?" +
               storage::presigned_query(std::move(request), credentials_, good_for, clock_.now());
    }

    // Each of these four may be sent again whatever became of it: the outcome is the same.
    Result<IncomingAnswer> send(const std::string& method, const std::string& key,
                                std::string_view bytes = {}, const Headers& headers = {}) {
        for (int tried = 1;; ++tried) {
            auto answer = send_once(method, key, bytes, headers);
            const bool is_failure = !answer || answer->status >= 500 || answer->status == 429;
            if (!is_failure || tried == most_tries) return outcome(std::move(answer));
            std::this_thread::sleep_for(options_.pause * tried);
        }
    }

    Result<IncomingAnswer> send_once(const std::string& method, const std::string& key,
                                     std::string_view bytes, const Headers& headers) {
        auto signing = request(method, key);
        for (const auto& header :
             storage::signature_headers(signing, credentials_, sha256_hex(bytes), clock_.now()))
            signing.headers.push_back(header);
        OutgoingRequest outgoing{method, url(signing), std::move(signing.headers),
                                 std::string(bytes), options_.deadline};
        // libcurl would leave out a port that is the usual one, and break the signature.
        outgoing.headers.emplace_back("Host", endpoint_.host);
        outgoing.headers.insert(outgoing.headers.end(), headers.begin(), headers.end());
        outgoing.largest_answer = largest_file;
        return client_.send(outgoing);
    }

    Result<IncomingAnswer> outcome(Result<IncomingAnswer> answer) const {
        if (answer && answer->status < 500 && answer->status != 429) return answer;
        const auto reason = answer ? "it answers with status " + std::to_string(answer->status)
                                   : answer.error().message;
        return Error{
            ErrorKind::unavailable, "storage.unavailable",
            "The store of files at " + endpoint_.host + " does not work at the moment: " + reason};
    }

    static bool is_absent(const IncomingAnswer& answer) {
        return answer.status == 404 && element(answer.body, "Code") != "NoSuchBucket";
    }

    Error refused(const IncomingAnswer& answer) const {
        const auto code = element(answer.body, "Code");
        const auto reason = code.empty() ? "status " + std::to_string(answer.status) : code;
        return {ErrorKind::unavailable, "storage.refused",
                "The store of files at " + endpoint_.host +
                    " refuses what the shop asks: " + reason + ". " + advice(code)};
    }

    S3Options options_;
    Endpoint endpoint_;
    Credentials credentials_;
    const Clock& clock_;
    HttpClient client_;
};

}  // namespace

std::unique_ptr<Storage> s3_storage(S3Options options, const Clock& clock) {
    check(options);
    return std::make_unique<S3>(std::move(options), clock);
}

}  // namespace kontor::platform
