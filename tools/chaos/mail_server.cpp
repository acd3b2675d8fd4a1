#include "mail_server.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kontor::chaos {

// Debian's own Python, because that is where Debian's aiosmtpd is.
MailServer::MailServer()
    : input_(
          ::popen(("/usr/bin/python3 " KONTOR_MAIL_SERVER " " + directory_.path().string()).c_str(),
                  "we")) {
    if (!test::eventually([&] { return std::filesystem::exists(letters() / "port"); }))
        throw std::runtime_error("the mail server does not start; is python3-aiosmtpd there?");
}

std::string MailServer::url() const {
    std::string port;
    std::ifstream(letters() / "port") >> port;
    return "smtp://127.0.0.1:" + port;
}

void MailServer::stall(std::chrono::seconds time) const {
    directory_.write("stall", std::to_string(time.count()));
}

std::size_t MailServer::cut() const {
    std::ifstream lines(letters() / "cut");
    return static_cast<std::size_t>(std::count(std::istreambuf_iterator<char>(lines), {}, '\n'));
}

}  // namespace kontor::chaos
