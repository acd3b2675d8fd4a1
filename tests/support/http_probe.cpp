#include "support/http_probe.hpp"

#include <curl/curl.h>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <cctype>
#include <memory>
#include <stdexcept>

namespace kontor::test {

namespace {

constexpr long longest_wait_seconds = 60;

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* text) {
    static_cast<std::string*>(text)->append(bytes, size * count);
    return size * count;
}

std::size_t add_header(char* bytes, std::size_t size, std::size_t count, void* headers) {
    const std::string line(bytes, size * count);
    if (const auto colon = line.find(':'); colon != line.npos) {
        auto name = line.substr(0, colon);
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        const auto begin = std::min(line.find_first_not_of(' ', colon + 1), line.size());
        (*static_cast<Headers*>(headers))[name] =
            line.substr(begin, line.find_last_not_of("\r\n") + 1 - begin);
    }
    return size * count;
}

using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

std::shared_ptr<void> new_connection() {
    return {curl_easy_init(), &curl_easy_cleanup};
}

HeaderList header_list(const Headers& headers) {
    HeaderList list(nullptr, &curl_slist_free_all);
    for (const auto& [name, value] : headers)
        list.reset(curl_slist_append(list.release(), (name + ": " + value).c_str()));
    return list;
}

}  // namespace

boost::json::value Answer::json() const {
    return boost::json::parse(body);
}

std::string Answer::text(const std::string& pointer) const {
    return std::string(json().at_pointer(pointer).as_string());
}

std::int64_t Answer::number(const std::string& pointer) const {
    return json().at_pointer(pointer).to_number<std::int64_t>();
}

void HttpProbe::keep_connection() {
    connection_ = new_connection();
}

void HttpProbe::always_send(const std::string& header, const std::string& value) {
    if (value.empty())
        always_.erase(header);
    else
        always_[header] = value;
}

Answer HttpProbe::get(const std::string& path, const Headers& headers) const {
    return request("GET", path, nullptr, headers);
}

Answer HttpProbe::post(const std::string& path, const std::string& json,
                       const Headers& headers) const {
    return request("POST", path, &json, headers);
}

Answer HttpProbe::patch(const std::string& path, const std::string& json,
                        const Headers& headers) const {
    return request("PATCH", path, &json, headers);
}

Answer HttpProbe::send(const std::string& method, const std::string& path, const std::string& json,
                       const Headers& headers) const {
    return request(method, path, json.empty() ? nullptr : &json, headers);
}

Answer HttpProbe::request(const std::string& method, const std::string& path,
                          const std::string* body, const Headers& headers) const {
    Answer answer;
    Headers sent = always_;
    if (body && !body->empty()) sent["Content-Type"] = "application/json";
    for (const auto& [name, value] : headers) sent[name] = value;
    const auto list = header_list(sent);
    const auto url = base_url_ + path;
    const auto handle = connection_ ? connection_ : new_connection();
    curl_easy_reset(handle.get());
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, list.get());
    curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, longest_wait_seconds);
    curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &append);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, &add_header);
    curl_easy_setopt(handle.get(), CURLOPT_HEADERDATA, &answer.headers);
    if (body) {
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body->c_str());
    }
    if (const auto code = curl_easy_perform(handle.get()); code != CURLE_OK)
        throw std::runtime_error(method + " " + url + ": " + curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
}

}  // namespace kontor::test
