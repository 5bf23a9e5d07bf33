FROM node:24-slim
WORKDIR /hub
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts
COPY server server
COPY schemas schemas
COPY fixtures fixtures
RUN mkdir data && chown node:node data
USER node
ENV EPCIS_HOST=0.0.0.0
EXPOSE 8080
VOLUME /hub/data
ENTRYPOINT ["node", "server/cli/epcis-hub.mjs"]
CMD ["start"]
