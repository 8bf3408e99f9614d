{% load static %}// Shows the ward's notifications on this device. It keeps nothing and opens nothing by itself.
"use strict";
const PUSH = { key: "{{ push.key }}", renew: "{{ push.renew }}", icon: "{% static 'nhipcau/icon.svg' %}", lang: "{{ shell.own_language }}" };
importScripts("{% static 'nhipcau/pushed.js' %}");
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
