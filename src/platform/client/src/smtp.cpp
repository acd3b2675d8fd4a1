#include "curl.hpp"

#include "platform/client/client.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace kontor::platform {
namespace {

std::string address_in(std::string mailbox) {
    const auto bracket = mailbox.rfind('<');
    if (bracket != std::string::npos) mailbox.erase(0, bracket + 1);
    // A line break would start a command of its own.
    std::erase_if(mailbox, [](char c) { return c == '>' || (c >= '\0' && c <= ' '); });
    return mailbox;
}

std::size_t give_message(char* buffer, std::size_t size, std::size_t count, void* source) {
    auto& left = *static_cast<std::string_view*>(source);
    const auto length = std::min(size * count, left.size());
    std::memcpy(buffer, left.data(), length);
    left.remove_prefix(length);
    return length;
}

void set_login(CURL* handle, const SmtpOptions& options) {
    if (options.username.empty()) {
        curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
        return;
    }
    // Never a password over a connection that anybody can read.
    curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    curl_easy_setopt(handle, CURLOPT_USERNAME, options.username.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, options.password.c_str());
}

// 53x complains about the login, which is the operator's to correct, not the message's fault.
bool is_permanent(CURLcode code, long reply) {
    const bool is_about_login = code == CURLE_LOGIN_DENIED || (reply >= 530 && reply < 540);
    return reply >= 500 && reply < 600 && !is_about_login;
}

Error refused(const std::string& to, const std::string& reason) {
    return {ErrorKind::invalid, "smtp.refused",
            "The mail server refuses the message to " + to + " for good: " + reason +
                ". Correct the address or the message."};
}

Error unavailable(const std::string& url, const std::string& reason) {
    return {ErrorKind::unavailable, "smtp.unavailable",
            "The mail server " + url + " did not take the message: " + reason + ". Try again."};
}

}  // namespace

Result<> send_mail(const SmtpOptions& options, const MailMessage& message) {
    const auto handle = new_curl_handle();
    const auto text = to_rfc5322(message);
    const auto from = address_in(message.from);
    const auto to = address_in(message.to);
    std::string_view left = text;
    std::array<char, CURL_ERROR_SIZE> reason{};
    CurlList recipients;
    append(recipients, to);

    set_basics(handle.get(), options.deadline, reason.data());
    // Else a farewell to a server that has fallen silent is waited for two minutes beyond that.
    const auto patience = std::chrono::ceil<std::chrono::seconds>(options.deadline);
    curl_easy_setopt(handle.get(), CURLOPT_SERVER_RESPONSE_TIMEOUT,
                     static_cast<long>(patience.count()));
    set_login(handle.get(), options);
    curl_easy_setopt(handle.get(), CURLOPT_URL, options.url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, give_message);
    curl_easy_setopt(handle.get(), CURLOPT_READDATA, &left);

    const auto code = curl_easy_perform(handle.get());
    if (code == CURLE_OK) return {};
    long reply = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply);
    const std::string why = reason[0] ? reason.data() : curl_easy_strerror(code);
    return is_permanent(code, reply) ? refused(to, why) : unavailable(options.url, why);
}

}  // namespace kontor::platform
