#include "carrier.hpp"
#include "kinds.hpp"

#include "platform/client/client.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace kontor::notifications {

namespace {

using platform::MailMessage;

// With what RFC 8058 asks of a message that one may unsubscribe from.
MailMessage mail_of(const Config& config, Correspondence& correspondence,
                    const store::Claimed& message) {
    MailMessage mail{config.from,  message.recipient, message.subject,
                     message.text, message.html,      message.message_id};
    const auto* kind = find_kind(message.kind);
    if (!kind || !kind->is_optional) return mail;
    const auto url =
        correspondence.unsubscribe_url({message.recipient, message.kind, message.customer});
    mail.headers = {{"List-Unsubscribe", "<" + url + ">"},
                    {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"}};
    return mail;
}

class MailCarrier final : public Carrier {
public:
    MailCarrier(const Config& config, Correspondence& correspondence)
        : config_(config), correspondence_(correspondence) {}

    Outcome send(const store::Claimed& message, const std::stop_token& stop) override {
        const auto sent =
            platform::send_mail({config_.smtp_url, config_.smtp_username, config_.smtp_password,
                                 std::chrono::seconds(config_.smtp_seconds), stop},
                                mail_of(config_, correspondence_, message));
        if (sent) return {};
        const auto error = sent.error();
        if (error.code == "smtp.refused") return {Outcome::Kind::refused, error.message};
        if (error.code == "smtp.unavailable") return {Outcome::Kind::server_away, error.message};
        if (error.code == "smtp.interrupted") return {Outcome::Kind::interrupted, error.message};
        return {Outcome::Kind::deferred, error.message};
    }

private:
    const Config config_;
    Correspondence& correspondence_;
};

// For its owner alone, whatever the umask is: there are links in it that open accounts.
class PrivateFile {
public:
    explicit PrivateFile(const std::filesystem::path& path)
        : descriptor_(
              ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)) {}
    ~PrivateFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    PrivateFile(const PrivateFile&) = delete;

    bool write(std::string_view bytes) const {
        if (descriptor_ < 0) return false;
        while (!bytes.empty()) {
            const auto count = ::write(descriptor_, bytes.data(), bytes.size());
            if (count < 0 && errno != EINTR) return false;
            if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

private:
    const int descriptor_;
};

// Without a mail server every mail is a file.
class SpoolCarrier final : public Carrier {
public:
    SpoolCarrier(const Config& config, Correspondence& correspondence, std::filesystem::path spool)
        : config_(config), correspondence_(correspondence), spool_(std::move(spool)) {}

    std::size_t at_once() const override { return 100; }

    Outcome send(const store::Claimed& message, const std::stop_token&) override {
        namespace fs = std::filesystem;
        std::error_code error;
        fs::create_directories(spool_, error);
        if (!error) fs::permissions(spool_, fs::perms::owner_all, error);
        if (error) return failed(spool_, error.message());
        return write_atomically(spool_ / (message.message_id + ".eml"),
                                platform::to_rfc5322(mail_of(config_, correspondence_, message)));
    }

private:
    static Outcome failed(const std::filesystem::path& path, const std::string& reason) {
        return {Outcome::Kind::server_away, "The message cannot be written to " + path.string() +
                                                ": " + reason +
                                                ". Make room there, and the folder one that "
                                                "belongs to whoever runs the shop."};
    }

    // Renamed when it is whole: who watches the folder never reads half a message.
    static Outcome write_atomically(const std::filesystem::path& path, const std::string& content) {
        auto unfinished = path;
        unfinished += ".part";
        std::error_code error;
        std::filesystem::remove(unfinished, error);
        if (!PrivateFile(unfinished).write(content)) return failed(path, std::strerror(errno));
        std::filesystem::rename(unfinished, path, error);
        if (error) return failed(path, error.message());
        return {};
    }

    const Config config_;
    Correspondence& correspondence_;
    const std::filesystem::path spool_;
};

}  // namespace

std::unique_ptr<Carrier> make_mail_carrier(const Config& config, Correspondence& correspondence) {
    return std::make_unique<MailCarrier>(config, correspondence);
}

std::unique_ptr<Carrier> make_spool_carrier(const Config& config, Correspondence& correspondence,
                                            const std::filesystem::path& spool) {
    return std::make_unique<SpoolCarrier>(config, correspondence, spool);
}

}  // namespace kontor::notifications
