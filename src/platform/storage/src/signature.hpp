// AWS Signature Version 4 for S3: who sends a request, over what stands in it.
#pragma once

#include "platform/core/time.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kontor::platform::storage {

struct Credentials {
    std::string access_key;
    std::string secret_key;
    std::string region;
};

struct SignedRequest {
    using Fields = std::vector<std::pair<std::string, std::string>>;

    std::string method;
    std::string host;  // as in the header, with the port where that is not the usual one
    std::string path;  // not encoded yet: "/bucket/key"
    Fields query{};    // not encoded yet
    Fields headers{};  // to be signed, names in lower case; host is added
};

// All but letters, digits and "-._~" as %XX, a slash only where it is no separator.
std::string encode_path(std::string_view path);
std::string encode_query(std::string_view text);

// The headers that show who sends this: x-amz-date, x-amz-content-sha256 and authorization.
SignedRequest::Fields signature_headers(const SignedRequest& request,
                                        const Credentials& credentials,
                                        std::string_view payload_sha256, Time now);

// The whole query, encoded, that lets whoever has it send the request, with any payload.
std::string presigned_query(SignedRequest request, const Credentials& credentials,
                            std::chrono::seconds good_for, Time now);

}  // namespace kontor::platform::storage
