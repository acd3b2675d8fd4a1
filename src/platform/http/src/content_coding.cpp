#include "content_coding.hpp"

#include "compression.hpp"
#include "target.hpp"
#include "weighted_range.hpp"

#include <algorithm>
#include <array>

namespace kontor::platform::http {
namespace {

constexpr std::size_t shortest_worth_it = 1024;

std::string_view name_of(ContentCoding coding) {
    return coding == ContentCoding::brotli ? "br" : "gzip";
}

bool is_text(std::string_view content_type) {
    constexpr std::array<std::string_view, 4> texts{"application/json", "application/problem+json",
                                                    "application/xml", "image/svg+xml"};
    return content_type.starts_with("text/") ||
           std::ranges::any_of(texts, [&](auto text) { return is_media_type(content_type, text); });
}

const Headers::value_type depends{"Vary", "Accept-Encoding"};

bool is_worth_it(const Response& response) {
    const auto type = find_header(response.headers, "Content-Type");
    return response.body.size() >= shortest_worth_it && type && is_text(*type) &&
           std::ranges::find(response.headers, depends) == response.headers.end();
}

// It is another sequence of bytes for the same state.
void weaken_etag(Headers& headers) {
    for (auto& [name, value] : headers)
        if (name == "ETag" && !value.starts_with("W/")) value.insert(0, "W/");
}

}  // namespace

ContentCoding negotiate_coding(std::string_view accept_encoding) {
    int brotli = -1;
    int gzip = -1;
    int others = WeightedRange::no_quality;
    while (!accept_encoding.empty()) {
        const auto range = take_range(accept_encoding);
        if (!range) return ContentCoding::none;
        if (range->name == "br") brotli = range->quality;
        if (range->name == "gzip" || range->name == "x-gzip") gzip = range->quality;
        if (range->name == "*") others = range->quality;
    }
    if (brotli < 0) brotli = others;
    if (gzip < 0) gzip = others;
    if (brotli == 0 && gzip == 0) return ContentCoding::none;
    return brotli >= gzip ? ContentCoding::brotli : ContentCoding::gzip;
}

std::string_view coded_key(std::string_view key, ContentCoding coding, std::string& buffer) {
    if (coding == ContentCoding::none) return key;
    return buffer.assign(key).append(" ").append(name_of(coding));
}

ContentCoding announce_coding(Response& response, ContentCoding wanted) {
    if (!is_worth_it(response)) return ContentCoding::none;
    response.headers.push_back(depends);
    if (wanted == ContentCoding::none) return wanted;
    response.headers.emplace_back("Content-Encoding", name_of(wanted));
    weaken_etag(response.headers);
    return wanted;
}

std::string encoded(std::string_view text, ContentCoding coding) {
    switch (coding) {
        case ContentCoding::gzip:
            return gzipped(text);
        case ContentCoding::brotli:
            return brotlied(text);
        case ContentCoding::none:
            break;
    }
    return std::string(text);
}

}  // namespace kontor::platform::http
