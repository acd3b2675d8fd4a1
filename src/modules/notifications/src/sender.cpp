#include "sender.hpp"

#include "platform/client/client.hpp"

#include <fstream>
#include <system_error>

namespace kontor::notifications {

using namespace platform;

namespace {

constexpr std::chrono::seconds smtp_deadline{10};

Error spool_failed(const std::filesystem::path& path, const std::string& reason) {
    return {ErrorKind::unavailable, "notifications.spool_failed",
            "The message cannot be written to " + path.string() + ": " + reason +
                ". Make room there, and the folder writable."};
}

// Renamed when it is whole: who watches the folder never reads half a message.
Result<> write_atomically(const std::filesystem::path& path, const std::string& content) {
    auto unfinished = path;
    unfinished += ".part";
    std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
    file << content;
    file.close();
    if (!file) return spool_failed(path, "the write failed");
    std::error_code error;
    std::filesystem::rename(unfinished, path, error);
    if (error) return spool_failed(path, error.message());
    return {};
}

}  // namespace

Result<> Sender::send(const store::Claimed& message) const {
    const platform::MailMessage mail{config_.from, message.recipient, message.subject,
                                     message.text, message.html,      message.message_id};
    if (has_server())
        return platform::send_mail(
            {config_.smtp_url, config_.smtp_username, config_.smtp_password, smtp_deadline}, mail);
    std::error_code error;
    std::filesystem::create_directories(spool_, error);
    if (error) return spool_failed(spool_, error.message());
    return write_atomically(spool_ / (message.message_id + ".eml"), platform::to_rfc5322(mail));
}

}  // namespace kontor::notifications
