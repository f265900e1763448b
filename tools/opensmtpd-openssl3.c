/*
 * Mends TLS in the OpenSMTPD 6.8 of Debian 12, which was written for OpenSSL 1.1. It keeps private keys in a process of their own: in the
 * one that speaks TLS, it marks the public half (EVP_PKEY_get1_RSA, then RSA_set_ex_data) and takes the use of it over by a method for
 * RSA keys. Since OpenSSL 3 that function gives out a copy, so the mark is lost and each handshake ends with an internal error
 * (OpenSMTPD issue 1171; OpenSMTPD 7.3 does in its source what is done here): the copy is put back as the key itself.
 * Loaded before the program's libraries (LD_PRELOAD) by tools/mail-server, for tests alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>

void *EVP_PKEY_get1_RSA(void *key)
{
    void *(*get)(void *) = (void *(*)(void *))dlsym(RTLD_NEXT, "EVP_PKEY_get1_RSA");
    int (*put)(void *, void *) = (int (*)(void *, void *))dlsym(RTLD_DEFAULT, "EVP_PKEY_set1_RSA");
    void *rsa = get(key);

    if (rsa)
        put(key, rsa);
    return rsa;
}
